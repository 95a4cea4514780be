#!/bin/sh
# Builds every image into a temporary directory and compares it with the one checked in.
# Usage: compare-images.sh MAKE
set -eu
make=${1:-make}
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
"$make" --no-print-directory BUILD="$fresh/build" IMAGES="$fresh/images" all
status=0
for image in images/*; do
  [ "$image" = images/README.md ] && continue
  name=$(basename "$image")
  if [ ! -e "$fresh/images/$name" ]; then
    echo "$image: no source builds it"
    status=1
  fi
done
for image in "$fresh"/images/*; do
  [ "$image" = images/README.md ] && continue
  name=$(basename "$image")
  if cmp -s "$image" "images/$name"; then
    echo "images/$name: as built"
  else
    echo "images/$name: differs from what the sources build; run make and check it in"
    status=1
  fi
done
exit $status

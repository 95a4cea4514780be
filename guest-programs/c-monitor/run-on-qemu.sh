#!/bin/sh
# Runs guests on qemu-system-riscv64: bare, in the monitor, and in the monitor in the monitor.
# The console must be the expected one each time, but for the monitor's own lines.
# Usage: run-on-qemu.sh QEMU IMAGES GUEST...
set -eu
qemu=$1 images=$2
shift 2
if ! command -v "$qemu" >/dev/null; then
  echo "$qemu is not installed: nothing was run"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
for guest in "$@"; do
  expected=$guest/expected.txt
  [ -e "$expected" ] || expected=../$guest/expected.txt
  for image in "$guest" "c-monitor+$guest" "c-monitor+c-monitor+$guest"; do
    # Time is counted in instructions (-icount), so that a busy host changes nothing.
    timeout 120 "$qemu" -M virt -m 128M -bios none -icount shift=3,sleep=off -nographic \
      -monitor none -serial stdio -kernel "$images/$image.elf" </dev/null >"$work/console" 2>&1 \
      || true
    tr -d '\r' <"$work/console" >"$work/lines"
    grep -v '^\[monitor\]' "$work/lines" >"$work/guest" || true
    if diff -u "$expected" "$work/guest"; then
      echo "$image.elf: as expected"
      sed -n 's/^\[monitor\] exits/  exits/p' "$work/lines"
    else
      echo "$image.elf: not as expected"
      status=1
    fi
  done
done
exit $status

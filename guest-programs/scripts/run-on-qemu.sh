#!/bin/sh
# Runs the images on qemu-system-riscv64 and compares the console with expected.txt.
# Usage: run-on-qemu.sh QEMU
# One hart's time is counted in instructions (-icount), so that a busy host changes nothing; with
# several, QEMU's -icount lets a hart that spins on memory keep the others out.
set -eu
qemu=${1:-qemu-system-riscv64}
if ! command -v "$qemu" >/dev/null; then
  echo "$qemu is not installed: nothing was run"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# run SECONDS IMAGE EXPECTED ARGUMENTS...: the console must be EXPECTED, after at most SECONDS.
run() {
  seconds=$1 image=$2 expected=$3
  shift 3
  timeout "$seconds" "$qemu" -M virt -m 128M -nographic -monitor none -serial stdio \
    "$@" -kernel "images/$image" </dev/null >"$work/console" 2>&1 || true
  tr -d '\r' <"$work/console" | sed '/^qemu-system-riscv64: terminating/d' >"$work/lines"
  if diff -u "$expected" "$work/lines"; then
    echo "$image: as expected"
  else
    echo "$image: not as expected"
    status=1
  fi
}

counted="-icount shift=3,sleep=off"
run 60 sensitive.elf sensitive/expected.txt -bios none $counted
run 60 page-fault.elf page-fault/expected.txt -bios none $counted
run 3 crash.elf crash/expected.txt -bios none $counted
run 60 harts.elf harts/expected.txt -bios none -smp 4
run 60 compute.elf compute/expected.txt -bios none $counted
exit $status

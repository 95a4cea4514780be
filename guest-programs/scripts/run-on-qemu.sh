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
# What OpenSBI says before it starts the kernel is left out.
run() {
  seconds=$1 image=$2 expected=$3
  shift 3
  timeout "$seconds" "$qemu" -M virt -m 128M -nographic -monitor none -serial stdio \
    "$@" -kernel "images/$image" </dev/null >"$work/console" 2>&1 || true
  tr -d '\r' <"$work/console" |
    sed -e '/^qemu-system-riscv64: \(terminating\|warning\)/d' -e '/^OpenSBI/,/^Boot HART MEDELEG/d' |
    sed -e '/./,$!d' >"$work/lines"
  if diff -u "$expected" "$work/lines"; then
    echo "$image $*: as expected"
  else
    echo "$image $*: not as expected"
    status=1
  fi
}

counted="-icount shift=3,sleep=off"
# shellcheck disable=SC2086 # $counted is two words
{
  run 60 sensitive.elf sensitive/expected.txt -bios none $counted
  run 60 page-fault.elf page-fault/expected.txt -bios none $counted
  run 3 crash.elf crash/expected.txt -bios none $counted
  run 60 harts.elf harts/expected.txt -bios none -smp 4
  run 60 shootdown.elf shootdown/expected.txt -bios none -smp 4
  run 60 compute.elf compute/expected.txt -bios none $counted

  run 60 bench.elf bench/expected.txt -bios none $counted
  run 60 micro.elf micro/expected.txt -bios none -smp 2
  run 60 micro-sbi.elf micro/expected.txt -smp 2

  run 60 sprig.elf sprig/expected.txt -bios none $counted
  run 60 sprig-sbi.elf sprig/expected.txt $counted
  run 60 sprig-pv.elf sprig/expected.txt $counted
  run 60 sprig-load.elf sprig/expected-load.txt $counted
  run 60 kvm-guest.elf kvm/expected.txt $counted

  run 60 sprig.elf sprig/expected-long.txt -bios none $counted -append script=long

  # With a disk, in both forms of the virtio registers; what the first run wrote and removed again
  # must not be there in the second.
  cp images/sprig-disk.img "$work/disk.img"
  sed 's/disk: none.*/disk: 192 blocks/' sprig/expected.txt >"$work/expected-disk"
  for legacy in true false; do
    run 60 sprig.elf "$work/expected-disk" -bios none $counted \
      -global virtio-mmio.force-legacy=$legacy -device virtio-blk-device,drive=disk \
      -drive if=none,id=disk,format=raw,file="$work/disk.img"
  done
}
exit $status

# Where shootdown-sbi begins: the first hart in S-mode, with its number in a0 and the address of the
# device tree in a1; later the others, whom it starts at other_start.

#define STACK_SHIFT 13

  .section .text.start
  .global _start
_start:
  la   t0, bss_start
  la   t1, bss_end
1:
  bgeu t0, t1, 2f
  sd   zero, 0(t0)
  addi t0, t0, 8
  j    1b
2:
  la   t2, main
  j    enter

  .global other_start
other_start:
  la   t2, other_hart
enter:
  la   sp, stacks
  addi t0, a0, 1
  slli t0, t0, STACK_SHIFT
  add  sp, sp, t0
  jr   t2

  .section .stacks, "aw", @nobits
stacks:
  .skip 8 << STACK_SHIFT

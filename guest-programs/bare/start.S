# Where every bare program begins: all harts arrive here in M-mode, with the hart's number in a0
# and the address of the device tree in a1.
# Hart 0 clears .bss and calls main. The others sleep until a software interrupt is sent to them
# through the CLINT, and then call other_hart.

#define CLINT 0x02000000
#define MAX_HARTS 8
#define STACK_SHIFT 13

  .section .text.start
  .global _start
_start:
  csrw mie, zero
  csrw mstatus, zero
  la   t0, unexpected_trap
  csrw mtvec, t0
  csrr a0, mhartid
  li   t0, MAX_HARTS
  bgeu a0, t0, park
  la   sp, stacks
  addi t0, a0, 1
  slli t0, t0, STACK_SHIFT
  add  sp, sp, t0
  bnez a0, await_call

  la   t0, bss_start
  la   t1, bss_end
1:
  bgeu t0, t1, 2f
  sd   zero, 0(t0)
  addi t0, t0, 8
  j    1b
2:
  call main
  call finish               # main's value is the exit code

await_call:
  csrwi mie, 8              # MSIE lets the software interrupt end WFI; MIE stays 0, so no trap
1:
  wfi
  csrr t0, mip
  andi t0, t0, 8
  beqz t0, 1b
  li   t0, CLINT
  slli t1, a0, 2
  add  t0, t0, t1
  sw   zero, 0(t0)          # take the call back
  call other_hart

park:
  csrw mie, zero
1:
  wfi
  j    1b

# A program that names no other_hart leaves its other harts parked.
  .weak other_hart
other_hart:
  j    park

  .balign 4
unexpected_trap:
  csrr a0, mcause
  csrr a1, mepc
  csrr a2, mtval
  call report_unexpected_trap

  .section .stacks, "aw", @nobits
stacks:
  .skip MAX_HARTS << STACK_SHIFT

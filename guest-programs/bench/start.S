# The machine-mode part: it opens memory to S-mode, delegates all but calls from S and the timer,
# and goes on in S-mode. Its answer to a call with a7 = 0 is as short as can be: that is measured.

#define CLINT_MTIMECMP 0x02004000
#define MTIE 0x80            /* mie.MTIE */
#define STIP 0x20            /* mip.STIP */

  .section .text.start
  .global _start
_start:
  csrw mie, zero
  csrr a0, mhartid
  bnez a0, park
  la   t0, machine_vector
  ori  t0, t0, 1             # interrupts go to the vector's entry of their cause
  csrw mtvec, t0
  li   t0, -1
  srli t0, t0, 10
  csrw pmpaddr0, t0
  li   t0, 0x1f
  csrw pmpcfg0, t0
  li   t0, 0xb1ff            # every exception but calls from S and M
  csrw medeleg, t0
  li   t0, 0x222             # SSI, STI, SEI
  csrw mideleg, t0
  li   t0, 7                 # cycle, time, instret for S
  csrw mcounteren, t0
  csrw scounteren, t0
  li   t0, 0x2800            # mstatus: MPP = S, FS = initial
  csrw mstatus, t0
  la   t0, supervisor_start
  csrw mepc, t0
  mret

park:
  wfi
  j    park

  .balign 64
machine_vector:
  .option push
  .option norvc
  j    machine_call
  .rept 6
  j    broken
  .endr
  j    machine_timer
  .option pop

machine_call:
  bnez a7, other_call
  csrr t6, mepc
  addi t6, t6, 4
  csrw mepc, t6
  mret

other_call:                  # a7 = 1: the timer, now; a7 = 2: the timer's interrupt is taken back
  csrr t6, mcause
  addi t6, t6, -9            # ECALL from S; nothing else is expected here
  bnez t6, broken
  csrr t6, mepc
  addi t6, t6, 4
  csrw mepc, t6
  addi t6, a7, -1
  bnez t6, take_back
  li   t6, CLINT_MTIMECMP
  sd   zero, 0(t6)
  li   t6, MTIE
  csrs mie, t6
  mret
take_back:
  li   t6, STIP
  csrc mip, t6
  mret

machine_timer:
  li   t6, MTIE
  csrc mie, t6
  li   t6, STIP
  csrs mip, t6
  mret

broken:                      # a trap in M-mode, or one that should have been delegated
  li   t0, 0x00100000        # the test finisher: fail, exit code 2
  li   t1, 0x23333
  sw   t1, 0(t0)
  j    park

supervisor_start:
  la   t0, bss_start
  la   t1, bss_end
1:
  bgeu t0, t1, 2f
  sd   zero, 0(t0)
  addi t0, t0, 8
  j    1b
2:
  csrw sie, zero
  la   t0, unexpected
  csrw stvec, t0
  la   sp, stack_end
  mv   a0, a1
  call bench_main

  .balign 4
  .global unexpected
unexpected:
  csrr a0, scause
  csrr a1, sepc
  csrr a2, stval
  la   sp, stack_end
  call report_unexpected_trap

  .section .stacks, "aw", @nobits
  .balign 16
  .skip 65536
stack_end:

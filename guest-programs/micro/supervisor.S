# In S-mode: the start of each hart, what answers the traps of the measured loops, and the loops.
#
# A handler answers one kind of trap and does no more than it must. It changes t3 to t6 and s10,
# where the traps are counted; the loops keep what they need elsewhere, so nothing is saved.

#define STACK_SHIFT 13
#define MAX_HARTS 8

  .text
  .global supervisor_start
supervisor_start:
  la   t0, bss_start
  la   t1, bss_end
1:
  bgeu t0, t1, 2f
  sd   zero, 0(t0)
  addi t0, t0, 8
  j    1b
2:
  la   t2, supervisor_main
  j    enter
  .global second_start
second_start:
  la   t2, second_main
enter:
  csrw sie, zero
  csrw sstatus, zero
  la   t0, unexpected
  csrw stvec, t0
  la   sp, stacks
  addi t0, a0, 1
  slli t0, t0, STACK_SHIFT
  add  sp, sp, t0
  jr   t2

  .balign 4
  .global unexpected
unexpected:
  csrr a0, scause
  csrr a1, sepc
  csrr a2, stval
  la   t0, report_unexpected_trap
  jr   t0

# u64 run(loop, n, ...): calls loop(n, ...) with up to five more arguments, between the marks; gives
# what was counted in s10.
  .global run
run:
  addi sp, sp, -112
  sd   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  sd   s\n, 8 + 8 * \n(sp)
  .endr
  li   s10, 0
  mv   t0, a0
  mv   a0, a1
  mv   a1, a2
  mv   a2, a3
  mv   a3, a4
  mv   a4, a5
  mv   a5, a6
  call measure_begin
  jalr t0
ran:
  call measure_end
  mv   a0, s10
  ld   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  ld   s\n, 8 + 8 * \n(sp)
  .endr
  addi sp, sp, 112
  ret

# Loops in U-mode are entered by a loop in S-mode; their last call, with a7 = 1, comes back to run's
# end. a1 is the U-mode loop.
  .global in_user_mode
in_user_mode:
  csrw sepc, a1
  li   t0, 0x100             # sstatus.SPP
  csrc sstatus, t0
  sret

# A call, or an illegal instruction, from U-mode: counted, and gone past.
  .balign 4
  .global on_call
on_call:
  bnez a7, ran
  csrr t6, sepc
  addi t6, t6, 4
  csrw sepc, t6
  addi s10, s10, 1
  sret

# A page fault in the window: s4 its first address, s5 its table, s6 the frame, s7 the entry to set.
  .balign 4
  .global on_missing_page
on_missing_page:
  mv   t3, s6                # a fresh page is zero
  li   t4, 4096
  add  t4, t4, t3
1:
  sd   zero, 0(t3)
  sd   zero, 8(t3)
  sd   zero, 16(t3)
  sd   zero, 24(t3)
  addi t3, t3, 32
  bne  t3, t4, 1b
  .balign 4
  .global on_protected_page
on_protected_page:
  csrr t6, stval
  sub  t5, t6, s4
  srli t5, t5, 12
  slli t5, t5, 3
  add  t5, t5, s5
  sd   s7, 0(t5)
  sfence.vma t6, zero
  addi s10, s10, 1
  sret

# A software interrupt: taken back.
  .balign 4
  .global on_software_interrupt
on_software_interrupt:
  csrci sip, 2
  addi s10, s10, 1
  sret

# A timer interrupt: the next is never.
  .balign 4
  .global on_timer_interrupt
on_timer_interrupt:
  li   a0, -1
  li   a6, 0
  li   a7, 0x54494d45
  ecall
  addi s10, s10, 1
  sret

# An external interrupt: s4 is the PLIC's claim register, s5 the UART's interrupt enable register,
# which is taken back before the interrupt is complete.
  .balign 4
  .global on_external_interrupt
on_external_interrupt:
  lw   t5, 0(s4)
  sb   zero, 0(s5)
  sw   t5, 0(s4)
  addi s10, s10, 1
  sret

# An interrupt from another hart: taken back and answered, so hart 0 sees it was here.
  .balign 4
  .global on_call_from_hart
on_call_from_hart:
  csrci sip, 2
  li   a0, 1
  li   a1, 0
  li   a6, 0
  li   a7, 0x735049
  ecall
  sret

  .section .stacks, "aw", @nobits
stacks:
  .skip MAX_HARTS << STACK_SHIFT

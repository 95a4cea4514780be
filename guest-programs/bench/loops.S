# The loops whose operations trap, and what answers those traps in S-mode.

  .macro set_handler address
  la   t0, \address
  csrw stvec, t0
  .endm

  .text
# S calls M, which returns at once.
  .global machine_calls
machine_calls:
  mv   t0, a0
  li   a7, 0
1:
  ecall
  addi t0, t0, -1
  bnez t0, 1b
  ret

# U calls S a0 times; a1 is where U finds user_loop. The handler is as short as can be.
  .global user_calls
user_calls:
  set_handler on_call
enter_user:
  csrw sepc, a1
  li   t0, 0x100             # sstatus.SPP
  csrc sstatus, t0
  sd   ra, -8(sp)
  sd   s10, -16(sp)
  li   s10, 0
  sret
left_user:
  mv   a0, s10
  ld   ra, -8(sp)
  ld   s10, -16(sp)
  set_handler unexpected
  ret

  .balign 4
on_call:
  bnez a7, left_user
  csrr t6, sepc
  addi t6, t6, 4
  csrw sepc, t6
  addi s10, s10, 1
  sret

# The same, but S saves and restores every register, as a kernel does for a system call.
  .global system_calls
system_calls:
  la   t0, frame
  csrw sscratch, t0
  set_handler on_system_call
  j    enter_user

  .balign 4
on_system_call:
  bnez a7, left_user
  csrrw tp, sscratch, tp
  .irp n, 1,2,3,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sd   x\n, 8*\n(tp)
  .endr
  csrr t0, sscratch
  sd   t0, 32(tp)
  csrw sscratch, zero
  csrr t0, sstatus
  csrr t1, sepc
  csrr t2, stval
  csrr t3, scause
  sd   t0, 256(tp)
  sd   t2, 264(tp)
  sd   t3, 272(tp)
  addi t1, t1, 4
  ld   t0, 8*26(tp)          # s10
  addi t0, t0, 1
  sd   t0, 8*26(tp)
  ld   t0, 256(tp)
  csrw sstatus, t0
  csrw sepc, t1
  ld   t0, 32(tp)
  csrw sscratch, tp
  .irp n, 1,2,3,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  ld   x\n, 8*\n(tp)
  .endr
  ld   x5, 40(tp)
  ld   tp, 32(tp)
  sret

# What U-mode executes: alone in its page.
  .balign 4096
  .global user_loop
user_loop:
  li   a7, 0
1:
  ecall
  addi a0, a0, -1
  bnez a0, 1b
  li   a7, 1
  ecall
  .balign 4096

# A write and a read of sscratch.
  .global register_accesses
register_accesses:
  li   t1, 0
1:
  csrw sscratch, a0
  csrr t0, sscratch
  add  t1, t1, t0
  addi a0, a0, -1
  bnez a0, 1b
  mv   a0, t1
  ret

# SRET from S to S, with the two writes that it takes to say so.
  .global supervisor_returns
supervisor_returns:
  la   t1, 2f
  li   t2, 0x100             # sstatus.SPP
1:
  csrw sepc, t1
  csrs sstatus, t2
  sret
2:
  addi a0, a0, -1
  bnez a0, 1b
  csrr a0, sepc
  sub  a0, a0, t1
  ret

# A byte of the device register at a1.
  .global device_reads
device_reads:
  li   t1, 0
1:
  lbu  t0, 0(a1)
  add  t1, t1, t0
  addi a0, a0, -1
  bnez a0, 1b
  mv   a0, t1
  ret

# All translations dropped, then a load from each of 8 pages at a1.
  .global fences
fences:
  li   t1, 0
  li   t2, 4096
1:
  sfence.vma
  mv   t3, a1
  .rept 8
  ld   t0, 0(t3)
  add  t1, t1, t0
  add  t3, t3, t2
  .endr
  addi a0, a0, -1
  bnez a0, 1b
  mv   a0, t1
  ret

# A timer interrupt: M is asked for one that is due, S takes it and has it taken back.
  .global timer_interrupts
timer_interrupts:
  set_handler on_timer
  mv   t0, a0
  li   t1, 0
  li   t2, 0x20              # sie.STIE
  csrw sie, t2
  csrsi sstatus, 2           # sstatus.SIE
1:
  mv   t3, t1
  li   a7, 1
  ecall
2:
  beq  t3, t1, 2b            # until it is there
  addi t0, t0, -1
  bnez t0, 1b
  csrci sstatus, 2
  csrw sie, zero
  mv   a0, t1
  set_handler unexpected
  ret

  .balign 4
on_timer:
  li   a7, 2
  ecall
  addi t1, t1, 1
  sret

# A page fault: page_fault(address) mends it. What C may change is saved.
  .balign 4
  .global on_page_fault
on_page_fault:
  addi sp, sp, -128
  sd   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6
  sd   t\n, 8 + 8 * \n(sp)
  .endr
  .irp n, 0,1,2,3,4,5,6,7
  sd   a\n, 64 + 8 * \n(sp)
  .endr
  csrr a0, stval
  ld   t0, page_fault
  jalr t0
  ld   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6
  ld   t\n, 8 + 8 * \n(sp)
  .endr
  .irp n, 0,1,2,3,4,5,6,7
  ld   a\n, 64 + 8 * \n(sp)
  .endr
  addi sp, sp, 128
  sret

  .section .bss
  .balign 8
frame:
  .skip 280

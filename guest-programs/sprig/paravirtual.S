# Into the kernel and out of it without a control register: the monitor has put what they would say
# into the shared page, whose address is in t0, and sp is on the kernel's stack.

#define EXTENSION 0x0a005452
#define RETURN_FROM_TRAP 1

# struct frame in kernel.h
#define FRAME 272
#define FRAME_PC 256
#define FRAME_STATUS 264
#define SPP 0x100
#define SUM 0x40000

# struct shared_page in paravirtual.h
#define PAGE_PC 32
#define PAGE_STATUS 40
#define PAGE_SP 48
#define PAGE_T0 56
#define PAGE_A6 64
#define PAGE_A7 72
#define PAGE_KERNEL_SP 80

  .macro move from, to       # between two places in memory
  ld   t1, \from
  sd   t1, \to
  .endm

  .text
  .balign 4
  .global paravirtual_entry
paravirtual_entry:
  addi sp, sp, -FRAME
  sd   x1, 8(sp)
  .irp n, 3,4,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sd   x\n, 8 * \n(sp)
  .endr
  move PAGE_SP(t0), 16(sp)
  move PAGE_T0(t0), 40(sp)
  move PAGE_PC(t0), FRAME_PC(sp)
  move PAGE_STATUS(t0), FRAME_STATUS(sp)
  mv   a0, sp
  call on_trap

  .global leave_paravirtual
leave_paravirtual:
  la   t0, shared_page
  ld   t1, FRAME_STATUS(sp)
  andi t2, t1, SPP
  bnez t2, 1f
  addi t2, sp, FRAME
  sd   t2, PAGE_KERNEL_SP(t0) # back to a user program: its next trap saves here again
1:
  li   t2, SUM
  or   t1, t1, t2
  sd   t1, PAGE_STATUS(t0)
  move FRAME_PC(sp), PAGE_PC(t0)
  move 16(sp), PAGE_SP(t0)
  move 40(sp), PAGE_T0(t0)
  move 128(sp), PAGE_A6(t0)
  move 136(sp), PAGE_A7(t0)
  ld   x1, 8(sp)
  .irp n, 3,4,6,7,8,9,10,11,12,13,14,15,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  ld   x\n, 8 * \n(sp)
  .endr
  li   a7, EXTENSION
  li   a6, RETURN_FROM_TRAP
  ecall                      # restores sp, t0, a6 and a7, and does not come back
  call paravirtual_refused

# The way into the kernel and out of it, and the change from one kernel stack to another.

# struct frame in kernel.h
#define FRAME 272
#define FRAME_PC 256
#define FRAME_STATUS 264
#define SPP 0x100

  .text
# sscratch is 0 in the kernel; in a user program it is where the frame goes.
  .balign 4
  .global trap_entry
trap_entry:
  csrrw sp, sscratch, sp
  bnez sp, 1f
  csrr sp, sscratch          # it was the kernel: stay on its stack
  addi sp, sp, -FRAME
1:
  sd   x1, 8(sp)
  .irp n, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sd   x\n, 8 * \n(sp)
  .endr
  csrrw t0, sscratch, zero   # the sp of what was interrupted
  sd   t0, 16(sp)
  csrr t0, sepc
  sd   t0, FRAME_PC(sp)
  csrr t0, sstatus
  sd   t0, FRAME_STATUS(sp)
  mv   a0, sp
  call on_trap

  .global leave_trap
leave_trap:
#ifdef PARAVIRTUAL
  la   t0, paravirtual
  lw   t0, 0(t0)
  bnez t0, leave_paravirtual
#endif
  ld   t0, FRAME_STATUS(sp)
  csrw sstatus, t0
  ld   t1, FRAME_PC(sp)
  csrw sepc, t1
  andi t0, t0, SPP
  bnez t0, 1f
  csrw sscratch, sp          # back to a user program: its next trap saves here again
1:
  ld   x1, 8(sp)
  .irp n, 3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  ld   x\n, 8 * \n(sp)
  .endr
  ld   sp, 16(sp)
  sret

# switch_stacks(u64 **save, u64 *next): puts the kernel's work of one process aside and takes up
# that of another. Only what C expects a function to keep is saved.
  .global switch_stacks
switch_stacks:
  addi sp, sp, -112
  sd   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  sd   s\n, 8 + 8 * \n(sp)
  .endr
  sd   sp, 0(a0)
  mv   sp, a1
  ld   ra, 0(sp)
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  ld   s\n, 8 + 8 * \n(sp)
  .endr
  addi sp, sp, 112
  ret

# The floating-point registers. The caller has turned FS on.
  .option arch, +d
  .global save_floating
save_floating:
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  fsd  f\n, 8 * \n(a0)
  .endr
  frcsr t0
  sd   t0, 256(a0)
  ret

  .global load_floating
load_floating:
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  fld  f\n, 8 * \n(a0)
  .endr
  ld   t0, 256(a0)
  fscsr t0
  ret

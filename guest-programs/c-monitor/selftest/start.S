# Start of the self-test, and run(): a snippet in a mode of choice, until something traps into M.

  .section .text.entry
  .globl _start
_start:
  csrr t0, mhartid
  bnez t0, park
  la sp, _stack_top
  la t0, m_vector
  csrw mtvec, t0
  la t0, s_vector
  csrw stvec, t0
  j self_test                 # a0 = hart, a1 = device tree
park:
  wfi
  j park

# uint64_t run(uint64_t mode, uint64_t pc, uint64_t a0): mcause of the trap that ended it.
# mstatus is taken as it is, save for MPP; MIE starts off.
# What else there is to know of the trap is left in `trap`.
  .globl run
run:
  addi sp, sp, -112
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  sd s\n, 8*\n(sp)
  .endr
  sd ra, 96(sp)
  la t0, resume_sp
  sd sp, (t0)
  li t0, 3 << 11 | 1 << 7
  csrc mstatus, t0
  slli a0, a0, 11
  csrs mstatus, a0
  csrw mepc, a1
  mv a0, a2
  mret

  .balign 256
m_vector:                     # also the base of a vectored table: interrupts 1..15 follow
  .option push
  .option norvc
  j m_trap
  .irp n, 1,2,3,4,5,6,7,8,9,10,11
  j vectored
  .endr
  .option pop
vectored:
  li a6, 1
  j 1f
m_trap:
  li a6, 0
1:la t0, trap
  csrr t1, mcause
  sd t1, 0(t0)
  csrr t1, mtval
  sd t1, 8(t0)
  csrr t1, mepc
  sd t1, 16(t0)
  csrr t1, mstatus
  sd t1, 24(t0)
  sd a0, 32(t0)
  sd a1, 40(t0)
  sd a2, 48(t0)
  sd a3, 56(t0)
  sd a4, 64(t0)
  sd a6, 72(t0)
  li t1, 1 << 17              # MPRV would change what the loads below mean
  csrc mstatus, t1
  ld a0, 0(t0)
  la t0, resume_sp
  ld sp, (t0)
  .irp n, 0,1,2,3,4,5,6,7,8,9,10,11
  ld s\n, 8*\n(sp)
  .endr
  ld ra, 96(sp)
  addi sp, sp, 112
  ret

# A trap into S shows itself and goes on into M.
  .balign 4
s_vector:
  csrr a1, scause
  csrr a2, stval
  csrr a3, sepc
  csrr a4, sstatus
  ecall

  .bss
  .balign 16
resume_sp:
  .zero 16
  .zero 8192
_stack_top:

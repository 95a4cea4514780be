# Start of the monitor, and the door between the guest and the dispatcher.
# mscratch always holds the address of `guest`, whose first 32 doublewords are the guest's x0..x31.

  .section .text.entry
  .globl _start
_start:
  csrr t0, mhartid            # one hart: any other waits for ever
  bnez t0, park
  la t0, _bss
  la t1, _bss_end
1:sd zero, (t0)
  addi t0, t0, 8
  bltu t0, t1, 1b
  la sp, _stack_top
  la t0, trap_entry
  csrw mtvec, t0
  la t0, guest
  csrw mscratch, t0
  call boot                   # a0 = hart, a1 = device tree, as the machine gave them
  la sp, guest
  j enter_guest
park:
  wfi
  j park

# Every exit comes here: interrupts are off, the guest's registers are still in the real ones.
  .balign 4
trap_entry:
  csrrw sp, mscratch, sp
  .irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  sd x\n, 8*\n(sp)
  .endr
  csrrw t0, mscratch, sp      # mscratch is ready for the next exit; t0 is the guest's x2
  sd t0, 8*2(sp)
  la sp, _stack_top
  call dispatcher
  la sp, guest
enter_guest:
  .irp n, 1,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31
  ld x\n, 8*\n(sp)
  .endr
  ld sp, 8*2(sp)
  mret

# The guest's image, an ELF file; the Makefile says which.
  .section .rodata
  .balign 8
  .globl guest_image
guest_image:
  .incbin GUEST_IMAGE

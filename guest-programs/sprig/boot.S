# Where the kernel begins: in S-mode, paging off, the hart's number in a0 and the address of the
# device tree in a1. A first, coarse page table takes it to its own addresses in the upper half.

#define KERNEL_BASE 0xffffffc000000000
#define SV39 8

# Leaf entries for a gigapage: its number, in units of 4 KiB, from bit 10.
#define GIGAPAGE(n, bits) .quad (n) << 28 | (bits)
#define RWX 0xcf             /* V R W X A D */
#define RW 0xc7

  .section .text.start
  .global kernel_entry
kernel_entry:
  csrw sie, zero
  csrw sstatus, zero
  la   t0, bss_start
  la   t1, bss_end
1:
  sd   zero, 0(t0)
  addi t0, t0, 8
  bltu t0, t1, 1b

  la   t0, boot_table
  srli t0, t0, 12
  li   t1, SV39 << 60
  or   t0, t0, t1
  csrw satp, t0
  sfence.vma
  la   t0, 1f                # still a physical address
  li   t1, KERNEL_BASE
  add  t0, t0, t1
  jr   t0
1:
  la   sp, boot_stack_end    # from here on, addresses are the linked ones
  la   t0, trap_entry
  csrw stvec, t0
  csrw sscratch, zero        # in the kernel
  call kernel_main

  .section .data.boot_table, "aw"
  .balign 4096
boot_table:
  .quad 0, 0
  GIGAPAGE(2, RWX)           # where it is loaded, for the one jump
  .skip 253 * 8
  GIGAPAGE(0, RW)            # the same at KERNEL_BASE: devices,
  .quad 0
  GIGAPAGE(2, RWX)           # and RAM
  .skip 253 * 8

  .section .bss.boot_stack, "aw", @nobits
  .balign 16
  .skip 8192
boot_stack_end:

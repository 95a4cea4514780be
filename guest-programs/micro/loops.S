# The measured loops. a0 is the number of repetitions; what else they take is said at each.

  .macro again
  addi a0, a0, -1
  bnez a0, 1b
  ret
  .endm

  .text
  .global loop_nothing
loop_nothing:
1:
  again

  .global loop_call
loop_call:
  mv   t1, ra
1:
  jal  ra, 2f
  addi a0, a0, -1
  bnez a0, 1b
  jr   t1
2:
  ret

  .global loop_divide
loop_divide:                 # by zero: all ones, and no trap
1:
  divu t0, a0, zero
  sub  s10, s10, t0
  again

# a1: the first page's address, a2: its table, a3: the entry to set, a4: the frame
  .global loop_store_pages
loop_store_pages:
  mv   s4, a1
  mv   s5, a2
  mv   s7, a3
  slli s6, a3, 2             # the frame: the entry's page number is from bit 10
  li   t0, -4096
  and  s6, s6, t0
  li   t0, 4096
1:
  sb   zero, 8(a1)
  add  a1, a1, t0
  again

# a1: an entry's address, a2: what it holds and what it shall hold, in turn, differ by this
# a3: the address that it maps
  .global loop_write_entry
loop_write_entry:            # the entry, and the fence that the manual asks for
  ld   t1, 0(a1)
1:
  xor  t1, t1, a2
  sd   t1, 0(a1)
  sfence.vma a3, zero
  addi s10, s10, 1
  again

  .global loop_remap
loop_remap:                  # the same, and the page is used
  ld   t1, 0(a1)
1:
  xor  t1, t1, a2
  sd   t1, 0(a1)
  sfence.vma a3, zero
  ld   t2, 0(a3)             # 1 in one frame, 0 in the other
  add  s10, s10, t2
  again

  .global loop_write_register
loop_write_register:
1:
  csrw sscratch, a0
  addi s10, s10, 1
  again

  .global loop_mask
loop_mask:                   # interrupts let in and kept out again
1:
  csrsi sstatus, 2
  csrci sstatus, 2
  addi s10, s10, 1
  again

# a1, a2: two values of satp, a3: an address where each space has a page of its own
  .global loop_switch
loop_switch:
  mv   t1, a1
  xor  t2, a1, a2
  csrr t3, satp
1:
  csrw satp, t1
  ld   t4, 0(a3)             # 1 in one space, 0 in the other
  add  s10, s10, t4
  xor  t1, t1, t2
  addi a0, a0, -1
  bnez a0, 1b
  csrw satp, t3
  ret

# a1: a device's register, one byte
  .global loop_read_device
loop_read_device:
1:
  lbu  t1, 0(a1)
  addi s10, s10, 1
  again

  .global loop_write_device
loop_write_device:
1:
  sb   a0, 0(a1)
  addi s10, s10, 1
  again

# a1: the PLIC's claim register, a2: the UART's interrupt enable register. The UART has nothing to
# send, so it asks as soon as it may.
  .global loop_claim
loop_claim:
  li   t2, 2
1:
  sb   t2, 0(a2)
  lw   t1, 0(a1)
  sb   zero, 0(a2)
  sw   t1, 0(a1)
  sltu t1, zero, t1          # whether there was one
  add  s10, s10, t1
  again

  .global loop_hypercall
loop_hypercall:              # SBI: which version?
  mv   s0, a0
  li   a7, 0x10
  li   a6, 0
1:
  ecall
  sltu a0, zero, a1
  add  s10, s10, a0
  addi s0, s0, -1
  bnez s0, 1b
  ret

  .global loop_software_interrupt
loop_software_interrupt:     # SIE and SSIE are set: it is taken at once
1:
  csrsi sip, 2
  again

  .global loop_timer
loop_timer:                  # a time long past
  mv   s0, a0
  li   s1, 0
1:
  addi s1, s1, 1
  li   a0, 0
  li   a6, 0
  li   a7, 0x54494d45
  ecall
2:
  bltu s10, s1, 2b
  addi s0, s0, -1
  bnez s0, 1b
  ret

# a1, a2: as for loop_claim
  .global loop_external
loop_external:
  mv   s4, a1
  mv   s5, a2
  li   s1, 0
  li   t2, 2
1:
  addi s1, s1, 1
  sb   t2, 0(s5)
2:
  bltu s10, s1, 2b
  again

  .global loop_own_ipi
loop_own_ipi:                # a1: this hart
  mv   s0, a0
  mv   s2, a1
  li   s1, 0
1:
  addi s1, s1, 1
  li   a0, 1
  mv   a1, s2
  li   a6, 0
  li   a7, 0x735049
  ecall
2:
  bltu s10, s1, 2b
  addi s0, s0, -1
  bnez s0, 1b
  ret

# a1: the other hart. Its answer is waited for with interrupts kept out; SSIE lets it end WFI.
  .global loop_ipi
loop_ipi:
  mv   s0, a0
  mv   s2, a1
1:
  li   a0, 1
  mv   a1, s2
  li   a6, 0
  li   a7, 0x735049
  ecall
2:
  wfi
  csrr t0, sip
  andi t0, t0, 2
  beqz t0, 2b
  csrci sip, 2
  addi s10, s10, 1
  addi s0, s0, -1
  bnez s0, 1b
  ret

# a1: ticks to sleep. The timer ends WFI; interrupts are kept out.
  .global loop_wait
loop_wait:
  mv   s0, a0
  mv   s2, a1
1:
  rdtime a0
  add  a0, a0, s2
  li   a6, 0
  li   a7, 0x54494d45
  ecall
2:
  wfi
  csrr t0, sip
  andi t0, t0, 0x20
  beqz t0, 2b
  addi s10, s10, 1
  addi s0, s0, -1
  bnez s0, 1b
  ret

# a1: the first page, a2: their number, a3: the first page's entry, a4: entries to change, a5: by what
# Each round loads from every page, then changes the first entries, with a fence for each.
  .global loop_sweep
loop_sweep:
  li   t0, 4096
1:
  mv   t1, a1
  mv   t2, a2
2:
  ld   t3, 0(t1)
  add  s10, s10, t3
  add  t1, t1, t0
  addi t2, t2, -1
  bnez t2, 2b
  mv   t1, a1
  mv   t2, a3
  mv   t4, a4
3:
  beqz t4, 4f
  ld   t3, 0(t2)
  xor  t3, t3, a5
  sd   t3, 0(t2)
  sfence.vma t1, zero
  add  t1, t1, t0
  addi t2, t2, 8
  addi t4, t4, -1
  j    3b
4:
  again

# In U-mode; the page is mapped at another address, so no address of the image is used.
  .section .user, "ax"
  .balign 4096
  .global user_text
user_text:
  .global user_nothing
user_nothing:
1:
  addi a0, a0, -1
  bnez a0, 1b
  li   a7, 1
  ecall
  .global user_call
user_call:
  li   a7, 0
1:
  ecall
  addi a0, a0, -1
  bnez a0, 1b
  li   a7, 1
  ecall
  .global user_illegal
user_illegal:
  li   a7, 0
1:
  .4byte 0x0000000b          # an opcode for custom instructions that nobody has
  addi a0, a0, -1
  bnez a0, 1b
  li   a7, 1
  ecall
  .balign 4096

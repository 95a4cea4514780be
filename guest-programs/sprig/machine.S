# The machine-mode part of sprig, for when no firmware is below it.
# It opens the memory to S-mode (all but its own page), delegates all it can, answers the one SBI
# call that S-mode cannot do without, set_timer, and turns the machine timer's interrupts into the
# supervisor's.

#define CLINT_MTIMECMP 0x02004000
#define SBI_TIME 0x54494d45
#define SBI_NOT_SUPPORTED -2
#define MTIE 0x80            /* mie.MTIE */
#define STIP 0x20            /* mip.STIP */
#define MPP_S 0x800          /* mstatus.MPP = S */

  .section .machine, "awx"
  .global machine_entry
machine_entry:
  csrr a0, mhartid
  bnez a0, park              # sprig runs on hart 0
  csrw mie, zero
  la   t0, machine_trap
  csrw mtvec, t0
  la   t0, save_area
  csrw mscratch, t0

  # PMP: the first entry that matches decides. This page: nothing. Everything: RWX.
  la   t0, machine_entry
  srli t0, t0, 2
  ori  t0, t0, 0x1ff         # NAPOT, 4 KiB
  csrw pmpaddr0, t0
  li   t0, -1
  srli t0, t0, 10
  csrw pmpaddr1, t0
  li   t0, 0x1f18
  csrw pmpcfg0, t0

  li   t0, 0xb1ff            # every exception but calls from S and M
  csrw medeleg, t0
  li   t0, 0x222             # SSI, STI, SEI
  csrw mideleg, t0
  li   t0, 7                 # cycle, time, instret for S and from there for U
  csrw mcounteren, t0

  li   t0, MPP_S
  csrw mstatus, t0
  la   t0, kernel_entry
  csrw mepc, t0
  mret

  .balign 4
machine_trap:
  csrrw sp, mscratch, sp
  sd   t0, 0(sp)
  sd   t1, 8(sp)
  csrr t0, mcause
  bltz t0, timer             # the machine timer is the only interrupt enabled
  li   t1, 9                 # ECALL from S
  bne  t0, t1, broken
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  li   t0, SBI_TIME
  bne  a7, t0, not_supported
  li   t0, CLINT_MTIMECMP
  sd   a0, 0(t0)
  li   t0, STIP
  csrc mip, t0
  li   t0, MTIE
  csrs mie, t0
  li   a0, 0
  li   a1, 0
  j    leave
not_supported:
  li   a0, SBI_NOT_SUPPORTED
  j    leave
timer:
  li   t0, MTIE              # until the next set_timer
  csrc mie, t0
  li   t0, STIP
  csrs mip, t0
leave:
  ld   t0, 0(sp)
  ld   t1, 8(sp)
  csrrw sp, mscratch, sp
  mret

broken:                      # a trap in M-mode, or one that should have been delegated
  li   t0, 0x00100000        # the test finisher: fail, exit code 2
  li   t1, 0x23333
  sw   t1, 0(t0)
park:
  wfi
  j    park

  .balign 8
save_area:
  .skip 16

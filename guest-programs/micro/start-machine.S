# The machine-mode part of micro.elf: it opens the memory to S-mode, delegates all it can, and
# answers the few SBI calls that micro makes, so that the same S-mode code runs with it and above an
# SBI. Hart 0 goes on to S-mode; the others sleep until they are started.

#define CLINT 0x02000000
#define MTIMECMP 0x4000
#define MAX_HARTS 8
#define SAVE_SHIFT 5
#define SBI_TIME 0x54494d45
#define SBI_IPI 0x735049
#define SBI_HART_STATE 0x48534d
#define SBI_BASE 0x10
#define MTIE 0x80            /* mie.MTIE */
#define MSIE 0x08            /* mie.MSIE */
#define STIP 0x20            /* mip.STIP */
#define SSIP 0x02            /* mip.SSIP */
#define MPP_S 0x800          /* mstatus.MPP = S */

  .section .text.start
  .global _start
_start:
  j    machine_start
  .include "marks.S"

  .text
machine_start:
  csrw mie, zero
  csrw mstatus, zero
  csrr a0, mhartid
  li   t0, MAX_HARTS
  bgeu a0, t0, park
  la   t0, machine_trap
  csrw mtvec, t0
  la   t0, save_areas
  slli t1, a0, SAVE_SHIFT
  add  t0, t0, t1
  csrw mscratch, t0
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
  li   t0, MPP_S
  csrw mstatus, t0
  bnez a0, await_start
  li   t0, MSIE
  csrw mie, t0
  la   t0, supervisor_start
  csrw mepc, t0
  mret

await_start:                 # MSIE lets the interrupt end WFI; mstatus.MIE is 0, so nothing traps
  li   t0, MSIE
  csrw mie, t0
1:
  wfi
  csrr t0, mip
  andi t0, t0, MSIE
  beqz t0, 1b
  li   t0, CLINT
  slli t1, a0, 2
  add  t0, t0, t1
  sw   zero, 0(t0)
  ld   t0, start_address
  csrw mepc, t0
  ld   a1, start_argument
  mret

park:
  wfi
  j    park

  .balign 4
machine_trap:
  csrrw sp, mscratch, sp
  sd   t0, 0(sp)
  sd   t1, 8(sp)
  sd   t2, 16(sp)
  csrr t0, mcause
  bltz t0, interrupt
  li   t1, 9                 # ECALL from S
  bne  t0, t1, broken
  csrr t0, mepc
  addi t0, t0, 4
  csrw mepc, t0
  li   t0, SBI_BASE
  beq  a7, t0, version
  li   t0, SBI_TIME
  beq  a7, t0, set_timer
  li   t0, SBI_IPI
  beq  a7, t0, send_ipi
  li   t0, SBI_HART_STATE
  beq  a7, t0, start_hart
  li   a0, -2                # not supported
  j    leave

version:
  li   a0, 0
  li   a1, 0x2000000         # SBI 2.0
  j    leave

set_timer:
  csrr t0, mhartid
  slli t0, t0, 3
  li   t1, CLINT + MTIMECMP
  add  t0, t0, t1
  sd   a0, 0(t0)
  li   t0, STIP
  csrc mip, t0
  li   t0, MTIE
  csrs mie, t0
  j    done

send_ipi:                    # a0: one bit, a1: the hart that bit 0 means
  li   t0, CLINT
  slli t1, a1, 2
  add  t0, t0, t1
1:
  srli a0, a0, 1
  beqz a0, 2f
  addi t0, t0, 4
  j    1b
2:
  li   t1, 1
  sw   t1, 0(t0)
  j    done

start_hart:                  # a0: hart, a1: address, a2: argument
  la   t0, start_address
  sd   a1, 0(t0)
  sd   a2, 8(t0)
  fence rw, rw
  li   t0, CLINT
  slli t1, a0, 2
  add  t0, t0, t1
  li   t1, 1
  sw   t1, 0(t0)
done:
  li   a0, 0
  li   a1, 0
  j    leave

interrupt:                   # only the timer and the software interrupt are enabled
  andi t0, t0, 15
  li   t1, 3
  bne  t0, t1, timer
  csrr t0, mhartid
  slli t0, t0, 2
  li   t1, CLINT
  add  t0, t0, t1
  sw   zero, 0(t0)
  li   t0, SSIP
  csrs mip, t0
  j    leave
timer:
  li   t0, MTIE              # until the next set_timer
  csrc mie, t0
  li   t0, STIP
  csrs mip, t0
leave:
  ld   t0, 0(sp)
  ld   t1, 8(sp)
  ld   t2, 16(sp)
  csrrw sp, mscratch, sp
  mret

broken:                      # a trap in M-mode, or one that should have been delegated
  li   t0, 0x00100000        # the test finisher: fail, exit code 2
  li   t1, 0x23333
  sw   t1, 0(t0)
  j    park

  .section .data
  .balign 8
start_address:
  .dword 0
start_argument:
  .dword 0
save_areas:
  .skip MAX_HARTS << SAVE_SHIFT

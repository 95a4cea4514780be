/*
 * Interpreter routines for the privileged instructions.  A sensitive instruction executed in U-mode
 * is an illegal instruction to the real machine; here it gets the meaning that it has in the mode
 * in which the guest believes to be.  What is illegal there, too, is reflected.
 */
#include "monitor.h"

static void set_x(unsigned number, u64 value) {
  if (number) guest.x[number] = value;
}

/* csrrw, csrrs, csrrc and their immediate forms.  rs1 = x0 (or 0) does not write, save for csrrw. */
static bool interpret_csr(u32 instruction) {
  unsigned kind = instruction >> 12 & 3, rs1 = instruction >> 15 & 31, rd = instruction >> 7 & 31;
  u64 operand = instruction >> 14 & 1 ? rs1 : guest.x[rs1], old;
  u64 set = kind == 3 ? 0 : operand, keep = kind == 1 ? 0 : kind == 3 ? ~operand : ~0ul;
  if (!access_csr(instruction >> 20, kind == 1 || rs1, &old, set, keep)) return false;
  set_x(rd, old);
  return true;
}

static bool mret(void) {
  if (guest.mode != M) return false;
  u64 status = guest.mstatus, mode = (status & MPP) >> 11;
  guest.mstatus = (status & ~(MIE | MPP | (mode == M ? 0 : MPRV))) | MPIE | (status & MPIE ? MIE : 0);
  guest.mode = mode;
  guest.pc = guest.mepc;
  return true;
}

static bool sret(void) {
  if (guest.mode == U || (guest.mode == S && guest.mstatus & TSR)) return false;
  u64 status = guest.mstatus;
  guest.mstatus = (status & ~(SIE | SPP | MPRV)) | SPIE | (status & SPIE ? SIE : 0);
  guest.mode = status & SPP ? S : U;
  guest.pc = guest.sepc;
  return true;
}

static bool wfi(void) {
  if (guest.mode == U || (guest.mode == S && guest.mstatus & TW)) return false;
  wait_for_interrupt();
  return true;
}

static bool sfence_vma(u32 instruction) {
  unsigned rs1 = instruction >> 15 & 31, rs2 = instruction >> 20 & 31;
  if (guest.mode == U || (guest.mode == S && guest.mstatus & TVM)) return false;
  fence(!rs1, guest.x[rs1], !rs2, guest.x[rs2]);
  return true;
}

/* tval: what the real mtval says, the instruction or 0. */
struct outcome interpret_privileged(u64 tval) {
  u32 instruction = tval;
  struct outcome fault;
  if (!tval && !fetch(guest.pc, &instruction, &fault)) return fault;
  struct outcome illegal = trapped(ILLEGAL, tval);
  if ((instruction & 0x7f) != 0x73) return illegal;
  if (instruction == 0x30200073) return mret() ? completed(MRET) : illegal;
  if (instruction == 0x10200073) return sret() ? completed(SRET) : illegal;
  enum exit exit = EXITS;
  if (instruction >> 12 & 3) {
    if (interpret_csr(instruction)) exit = CSR;
  } else if (instruction == 0x10500073) {
    if (wfi()) exit = WFI;
  } else if ((instruction & 0xfe007fff) == 0x12000073) {
    if (sfence_vma(instruction)) exit = SFENCE;
  }
  if (exit == EXITS) return illegal;
  guest.pc += 4;
  return completed(exit);
}

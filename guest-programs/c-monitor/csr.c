/*
 * The guest's control registers, as a table: where each lives in the virtual hart, what of it can
 * be seen and what a write may change.  Views (sstatus, sie, sip) are rows over the same storage.
 */
#include "monitor.h"

#define ALL (~0ul)
#define SSTATUS (SIE | SPIE | SPP | FS | SUM | MXR)
#define MSTATUS (SSTATUS | MIE | MPIE | MPP | MPRV | TVM | TW | TSR)
#define S_INTERRUPTS (SSI | STI | SEI)
#define M_INTERRUPTS (MSI | MTI | MEI)

static const struct row {
  u32 number;
  u64 *value;
  u64 readable, writable;
} rows[] = {
  {0x100, &guest.mstatus, SSTATUS | SD | 2ul << 32, SSTATUS},
  {0x104, &guest.mie, S_INTERRUPTS, S_INTERRUPTS},
  {0x105, &guest.stvec, ALL, ~2ul},
  {0x106, &guest.scounteren, ALL, 7},
  {0x10a, 0, 0, 0}, /* senvcfg */
  {0x140, &guest.sscratch, ALL, ALL},
  {0x141, &guest.sepc, ALL, ~1ul},
  {0x142, &guest.scause, ALL, ALL},
  {0x143, &guest.stval, ALL, ALL},
  {0x144, &guest.mip, S_INTERRUPTS, SSI},
  {0x180, &guest.satp, ALL, ALL},
  {0x300, &guest.mstatus, ALL, MSTATUS},
  {0x302, &guest.medeleg, ALL, 0xb3ff},
  {0x303, &guest.mideleg, ALL, S_INTERRUPTS},
  {0x304, &guest.mie, ALL, S_INTERRUPTS | M_INTERRUPTS},
  {0x305, &guest.mtvec, ALL, ~2ul},
  {0x306, &guest.mcounteren, ALL, 7},
  {0x30a, 0, 0, 0}, /* menvcfg */
  {0x320, 0, 0, 0}, /* mcountinhibit */
  {0x340, &guest.mscratch, ALL, ALL},
  {0x341, &guest.mepc, ALL, ~1ul},
  {0x342, &guest.mcause, ALL, ALL},
  {0x343, &guest.mtval, ALL, ALL},
  {0x344, &guest.mip, ALL, S_INTERRUPTS},
  {0xf15, 0, 0, 0}, /* mconfigptr */
};

/* Registers that are not plain storage.  Reads into *value, or tells that there is no such one. */
static bool read_special(u32 number, u64 *value) {
  u64 counters = guest.mode == M ? 7 : guest.mcounteren;
  if (guest.mode == U) counters &= guest.scounteren;
  *value = 0;
  switch (number) {
    case 0x301: *value = csr_read(misa) & 0x800000000014112dul; return true; /* IMAFDC, S, U */
    case 0xf11: *value = csr_read(mvendorid); return true;
    case 0xf12: *value = csr_read(marchid); return true;
    case 0xf13: *value = csr_read(mimpid); return true;
    case 0xf14: *value = csr_read(mhartid); return true;
    case 0xb00: *value = csr_read(mcycle); return true;
    case 0xb02: *value = csr_read(minstret); return true;
    case 0xc00: *value = csr_read(mcycle); return counters & 1;
    case 0xc01: *value = mtime(); return counters & 2; /* where the real machine has no time */
    case 0xc02: *value = csr_read(minstret); return counters & 4;
    case 0x3a0:
    case 0x3a2: *value = guest.pmpcfg[number >> 1 & 1]; return true;
  }
  if (number - 0x3b0 < 16) return *value = read_pmpaddr(number - 0x3b0), true;
  return (number > 0xb02 && number < 0xb20) || (number > 0x322 && number < 0x340);
}

/* The register becomes (old & keep) | set if `write`.  False: it is not the guest's to touch. */
bool access_csr(u32 number, bool write, u64 *value, u64 set, u64 keep) {
  if ((number >> 8 & 3) > guest.mode || (write && number >> 10 == 3)) return false;
  if (number == 0x180 && guest.mode == S && guest.mstatus & TVM) return false;
  const struct row *row = rows, *end = rows + sizeof rows / sizeof *rows;
  while (row < end && row->number != number) row++;
  if (row == end) {
    if (!read_special(number, value)) return false;
    u64 new = (*value & keep) | set;
    if (write && (number == 0x3a0 || number == 0x3a2)) write_pmpcfg(number >> 1 & 1, new);
    if (write && number - 0x3b0 < 16) write_pmpaddr(number - 0x3b0, new);
    return true;
  }
  u64 readable = row->readable, writable = row->writable;
  if (number == 0x104 || number == 0x144) readable &= guest.mideleg, writable &= guest.mideleg;
  *value = row->value ? *row->value : 0;
  /* A pending bit that hardware holds up is read, but must not become the software's. */
  u64 new = (((number == 0x344 || number == 0x144) ? guest.mip : *value) & keep) | set;
  if (readable && row->value == &guest.mip) *value = virtual_mip();
  if (row->value == &guest.mstatus && (*value & FS) == FS) *value |= SD;
  *value &= readable;
  if (!write || !row->value) return true;
  if (number == 0x180 && new >> 60 != 0 && new >> 60 != SV39) return true;
  u64 old = *row->value;
  *row->value = (old & ~writable) | (new & writable);
  if ((guest.mstatus & MPP) >> 11 == 2) guest.mstatus = (guest.mstatus & ~MPP) | (old & MPP);
  return true;
}

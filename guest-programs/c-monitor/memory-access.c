/*
 * Loads and stores that the monitor performs for the guest: to the devices that it keeps for itself
 * (CLINT, test finisher, the empty virtio slots), and to anything while MPRV is in force.
 */
#include "monitor.h"

struct access_form {
  unsigned bytes, length, number; /* width, instruction length, the register loaded or stored */
  bool store, sign;
};

/* Takes apart a load or store of the base set or its compressed form. */
static bool decode(u32 instruction, struct access_form *form) {
  u32 funct = instruction >> 12 & 7, opcode = instruction & 0x7f, quadrant = instruction & 3;
  if (quadrant == 3) {
    form->store = opcode == 0x23;
    form->bytes = 1 << (funct & 3);
    form->sign = funct < 4;
    form->number = instruction >> (form->store ? 20 : 7) & 31;
    form->length = 4;
    return (opcode == 0x03 && funct != 7) || (opcode == 0x23 && funct < 4);
  }
  /* c.lw, c.ld, c.sw, c.sd in quadrant 0 (x8..x15) and their sp-relative forms in quadrant 2 */
  form->store = instruction >> 15 & 1;
  form->bytes = instruction >> 13 & 1 ? 8 : 4;
  form->sign = true;
  form->number = quadrant == 0 ? 8 + (instruction >> 2 & 7)
      : instruction >> (form->store ? 2 : 7) & 31;
  form->length = 2;
  return quadrant != 1 && instruction >> 14 & 1;
}

/* One access to an emulated device; false: it does not take it. */
static bool device(u64 address, const struct access_form *form, u64 *value) {
  u64 mask = (form->bytes == 8 ? 0 : 1ul << 8 * form->bytes) - 1, shift = address % 8 * 8;
  if (address % form->bytes) return false;
  if (address - FINISHER < PAGE) {
    if (form->store && address == FINISHER && form->bytes <= 4) stop(*value & mask);
    *value = 0;
    return form->bytes <= 4;
  }
  if (address - 0x10001000 < 8 * PAGE) { /* "virt", version 2, no device */
    u64 offset = address % PAGE;
    *value = offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    return true;
  }
  if (address - CLINT >= 0x10000 || form->bytes < 4) return false;
  u64 offset = (address - CLINT) & ~7ul;
  u64 doubleword = offset == 0 ? !!(guest.mip & MSI) : offset == 0x4000 ? guest.mtimecmp
      : offset == 0xbff8 ? mtime() : 0;
  if (!form->store) {
    *value = doubleword >> shift & mask;
    return true;
  }
  doubleword = (doubleword & ~(mask << shift)) | (*value & mask) << shift;
  if (offset == 0) guest.mip = (guest.mip & ~(u64)MSI) | (doubleword & 1 ? MSI : 0);
  if (offset == 0x4000) {
    guest.mtimecmp = doubleword;
    timer_changed();
  }
  return true; /* mtime runs on, whatever is written */
}

/* An access to memory under MPRV, byte by byte: it may cross a page. */
static u64 memory(u64 address, const struct access_form *form, u64 *value) {
  enum mode mode = (guest.mstatus & MPP) >> 11;
  uint8_t *bytes[8];
  for (unsigned i = 0; i < form->bytes; i++) {
    struct translation t = translate(address + i, form->store ? PTE_W : PTE_R, mode);
    bytes[i] = t.fault ? 0 : guest_memory(t.guest_physical, 1);
    if (!bytes[i]) return t.fault ? t.fault : form->store ? STORE_ACCESS : LOAD_ACCESS;
  }
  if (!form->store) *value = 0;
  for (unsigned i = 0; i < form->bytes; i++) {
    if (form->store) *bytes[i] = *value >> 8 * i;
    else *value |= (u64)*bytes[i] << 8 * i;
  }
  return 0;
}

/* Performs the load or store at guest.pc that faulted with `cause` at `address`. */
struct outcome interpret_access(u64 cause, u64 address, u64 guest_physical, bool to_device) {
  u32 instruction;
  struct outcome fault;
  struct access_form form;
  if (!fetch(guest.pc, &instruction, &fault)) return fault;
  u64 access_fault = cause == LOAD_PAGE ? LOAD_ACCESS : STORE_ACCESS;
  if (!decode(instruction, &form)) {
    if (to_device) return trapped(access_fault, address);
    put_string("[monitor] MPRV with this instruction is not supported\n");
    stop(0x13333);
  }
  u64 value = guest.x[form.number];
  if (to_device) {
    if (!device(guest_physical, &form, &value)) return trapped(access_fault, address);
  } else {
    u64 failed = memory(address, &form, &value);
    if (failed) return trapped(failed, address);
  }
  if (!form.store && form.number) {
    unsigned unused = 64 - 8 * form.bytes;
    guest.x[form.number] = form.sign ? (u64)((long)(value << unused) >> unused)
        : value << unused >> unused;
  }
  guest.pc += form.length;
  return completed(mprv_in_force() ? HYBRID : DEVICE);
}

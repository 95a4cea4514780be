/*
 * What the guest's own tables say about an address: its Sv39 page tables and its PMP.
 * Everything is read from the guest's memory at the time of the fault; nothing is remembered.
 */
#include "monitor.h"

u64 guest_ram, guest_ram_size; /* where the guest's RAM is in real memory; bytes */

/* The real address of guest-physical memory, or 0 if the guest has no RAM there. */
void *guest_memory(u64 guest_physical, u64 bytes) {
  u64 offset = guest_physical - RAM;
  bool there = offset < guest_ram_size && bytes <= guest_ram_size - offset;
  return there ? (void *)(guest_ram + offset) : 0;
}

static u64 pmp_entry(unsigned entry) { return guest.pmpcfg[entry / 8] >> entry % 8 * 8 & 0xff; }

/* PMP permissions of the page at an address.  The virtual PMP has a grain of one page, so that an
 * entry holds for a whole page or not at all, and its verdict fits into the shadow table. */
u64 pmp_permissions(u64 guest_physical, enum mode mode) {
  u64 address = guest_physical >> 12 << 10, previous = 0;
  for (unsigned i = 0; i < 16; i++) {
    u64 config = pmp_entry(i), top = guest.pmpaddr[i] & ~0x3fful, matching = config >> 3 & 3;
    bool match = matching == 1 && address >= previous && address < top;
    if (matching == 3) {
      u64 ones = guest.pmpaddr[i] | 0x1ff;
      match = !((address ^ ones) & ~(ones ^ (ones + 1)));
    }
    if (match) return mode == M && !(config & 0x80) ? 7 : config & 7;
    previous = top;
  }
  return mode == M ? 7 : 0;
}

/* The low bits of pmpaddr show the grain. */
u64 read_pmpaddr(unsigned entry) {
  u64 value = guest.pmpaddr[entry];
  return pmp_entry(entry) & 16 ? value | 0x1ff : value & ~0x3fful;
}

void write_pmpaddr(unsigned entry, u64 value) {
  bool next_holds = entry < 15 && (pmp_entry(entry + 1) & 0x98) == 0x88;
  if (!(pmp_entry(entry) & 0x80 || next_holds)) guest.pmpaddr[entry] = value & (~0ul >> 10);
  drop_all();
}

void write_pmpcfg(unsigned number, u64 value) {
  for (unsigned shift = 0; shift < 64; shift += 8) {
    u64 old = guest.pmpcfg[number] >> shift & 0xff, new = value >> shift & 0x9f;
    if (old & 0x80) continue;
    if ((new & 3) == 2) new &= ~3ul;        /* W without R is reserved */
    if ((new & 0x18) == 0x10) new &= ~0x18ul; /* NA4 is finer than the grain */
    guest.pmpcfg[number] = (guest.pmpcfg[number] & ~(0xfful << shift)) | new << shift;
  }
  drop_all();
}

/* The permissions of a leaf entry for an access from S or U; manual, "Virtual Address Translation
 * Process". */
static u64 leaf_permissions(u64 pte, enum mode mode) {
  u64 permissions = pte & PTE_RWX;
  if (guest.mstatus & MXR && permissions & PTE_X) permissions |= PTE_R;
  if (mode == U) return pte & PTE_U ? permissions : 0;
  if (pte & PTE_U) return guest.mstatus & SUM ? permissions & ~(u64)PTE_X : 0;
  return permissions;
}

struct translation translate(u64 address, enum access wanted, enum mode mode) {
  u64 page_fault = wanted == PTE_X ? FETCH_PAGE : wanted == PTE_R ? LOAD_PAGE : STORE_PAGE;
  u64 access_fault = wanted == PTE_X ? FETCH_ACCESS : wanted == PTE_R ? LOAD_ACCESS : STORE_ACCESS;
  struct translation t = {.guest_physical = address, .permissions = PTE_RWX};

  if (mode != M && guest.satp >> 60 == SV39) {
    if ((u64)((long)(address << 25) >> 25) != address) return (t.fault = page_fault, t);
    u64 table = (guest.satp & (~0ul >> 20)) << 12;
    for (int level = 2;; level--) {
      u64 where = table + (address >> (12 + 9 * level) & 511) * 8;
      u64 *entry = guest_memory(where, 8);
      u64 walk = pmp_permissions(where, S);
      if (!entry || !(walk & PMP_R)) return (t.fault = access_fault, t);
      u64 pte = *entry;
      bool leaf = pte & PTE_RWX;
      if (!(pte & PTE_V) || pte >> 54 || (pte & (PTE_R | PTE_W)) == PTE_W
          || (!leaf && (level == 0 || pte & (PTE_A | PTE_D | PTE_U)))) {
        return (t.fault = page_fault, t);
      }
      table = pte >> 10 << 12;
      if (!leaf) continue;
      u64 below = (PAGE << 9 * level) - 1; /* the bits of the address below this page */
      t.permissions = leaf_permissions(pte, mode);
      if (!(t.permissions & wanted) || table & below) return (t.fault = page_fault, t);
      /* A and D as hardware with Svadu sets them; the shadow gets W only once D is set. */
      u64 updated = pte | PTE_A | (wanted == PTE_W ? PTE_D : 0);
      if (updated != pte && !(walk & PMP_W)) return (t.fault = access_fault, t);
      if (updated != pte) *entry = updated;
      if (!(updated & PTE_D)) t.permissions &= ~(u64)PTE_W;
      t.guest_physical = table | (address & below);
      t.superpage = level > 0;
      break;
    }
  }
  t.permissions &= pmp_permissions(t.guest_physical, mode) << 1; /* PMP_R << 1 is PTE_R, ... */
  if (!(t.permissions & wanted)) t.fault = access_fault;
  return t;
}

/* Fetches the instruction at an address as the guest would; true if that succeeds. */
bool fetch(u64 address, u32 *instruction, struct outcome *fault) {
  *instruction = 0;
  for (unsigned half = 0; half < 2; half++) {
    struct translation t = translate(address + 2 * half, PTE_X, guest.mode);
    uint16_t *parcel = guest_memory(t.guest_physical, 2);
    if (t.fault || !parcel) {
      *fault = trapped(t.fault ? t.fault : FETCH_ACCESS, address + 2 * half);
      return false;
    }
    *instruction |= (u32)*parcel << 16 * half;
    if ((*instruction & 3) != 3) break;
  }
  return true;
}

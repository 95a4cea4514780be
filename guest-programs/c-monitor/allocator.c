/*
 * The allocator: it alone decides what real memory the guest reaches, by the shadow page tables.
 *
 * A space is one real Sv39 address space for one virtual context: the guest's mode, its satp and
 * what else changes the meaning of an entry (SUM, MXR, MPRV).  Spaces are kept, each with a real
 * ASID of its own, so that a system call in the guest changes satp and flushes nothing.
 * An entry is filled when it is first missed, and leaves when the guest fences.
 */
#include "monitor.h"

#define SPACES 32
#define SUPERPAGES (1ul << 8) /* in a root entry, for us: the guest has superpages in this GiB */

struct space {
  u64 satp; /* the guest's, 0 while it does not translate */
  u64 view; /* the guest's mode, with SUM, MXR and MPRV as in mstatus; ~0: free */
  u64 *root;
};

static struct space spaces[SPACES], *current;
static u64 *free_tables; /* given back: a list through the first entry of each */
static u64 fresh_tables; /* never used: from here to RESERVE */
static unsigned next_victim;
static bool asids; /* the real machine tells our spaces apart */

static u64 asid_of(struct space *space) { return (u64)(space - spaces) + 1; }

static void free_table(u64 *table) {
  table[0] = (u64)free_tables;
  free_tables = table;
}

static u64 *new_table(void) {
  u64 *table = free_tables;
  if (table) {
    free_tables = (u64 *)table[0];
  } else {
    table = (u64 *)fresh_tables;
    fresh_tables += PAGE;
  }
  for (unsigned i = 0; i < 512; i++) table[i] = 0;
  return table;
}

/* One page needs two tables at most. */
static bool tables_left(void) {
  return fresh_tables + 2 * PAGE <= RAM + RESERVE || (free_tables && free_tables[0]);
}

void start_allocator(void) {
  extern char _end[];
  fresh_tables = (u64)_end;
  for (unsigned i = 0; i < SPACES; i++) spaces[i] = (struct space){.view = ~0ul, .root = new_table()};
  csr_write(satp, SV39 << 60 | 0xfffful << 44);
  asids = (csr_read(satp) >> 44 & 0xffff) >= SPACES;
  csr_write(satp, 0);
}

static u64 *table_of(u64 pte) { return (u64 *)(pte >> 10 << 12); }

/* Gives back the tables below some entries of the root, and forgets the space's translations. */
static void drop(struct space *space, unsigned first, unsigned last) {
  for (unsigned i = first; i <= last; i++) {
    if (!space->root[i]) continue;
    u64 *middle = table_of(space->root[i]);
    for (unsigned j = 0; j < 512; j++) {
      if (middle[j]) free_table(table_of(middle[j]));
    }
    free_table(middle);
    space->root[i] = 0;
  }
  __asm__ volatile("sfence.vma zero, %0" : : "r"(asid_of(space)) : "memory");
}

void drop_all(void) {
  for (unsigned i = 0; i < SPACES; i++) {
    if (spaces[i].view != ~0ul) drop(&spaces[i], 0, 511);
  }
}

/* MPRV makes loads and stores mean something else than fetches: no one page table can say so. */
bool mprv_in_force(void) {
  return guest.mode == M && guest.mstatus & MPRV && (guest.mstatus & MPP) != MPP;
}

/* Makes the space of the guest's present context the real one. */
void enter_space(void) {
  bool paged = guest.mode != M && guest.satp >> 60 == SV39;
  u64 satp = paged ? guest.satp : 0;
  u64 view = guest.mode | (mprv_in_force() ? MPRV : 0)
      | (paged ? guest.mstatus & (MXR | (guest.mode == S ? SUM : 0)) : 0);
  if (current && current->satp == satp && current->view == view) return;
  struct space *space = spaces;
  while (space < spaces + SPACES && !(space->satp == satp && space->view == view)) space++;
  if (space == spaces + SPACES) {
    space = &spaces[next_victim++ % SPACES];
    if (space->view != ~0ul) drop(space, 0, 511);
    space->satp = satp;
    space->view = view;
  }
  current = space;
  csr_write(satp, SV39 << 60 | asid_of(space) << 44 | (u64)space->root >> 12);
  if (!asids) __asm__ volatile("sfence.vma" : : : "memory");
}

/* The shadow entry for an address; the tables above it are made if asked for. */
static u64 *entry_for(struct space *space, u64 address, bool make) {
  u64 *table = space->root;
  for (int level = 2; level > 0; level--) {
    u64 *entry = &table[address >> (12 + 9 * level) & 511];
    if (!*entry && !make) return 0;
    if (!*entry) *entry = (u64)new_table() >> 12 << 10 | PTE_V;
    table = table_of(*entry);
  }
  return &table[address >> 12 & 511];
}

static void fence_page(struct space *space, u64 address) {
  __asm__ volatile("sfence.vma %0, %1" : : "r"(address), "r"(asid_of(space)) : "memory");
}

/* Lets the guest's present context reach one real page.  Never global, always U, with A and D set:
 * what those bits mean to the guest, translate() has already seen to. */
void shadow(u64 address, u64 real, u64 permissions, bool superpage) {
  if (!tables_left()) drop_all();
  u64 *entry = entry_for(current, address, true), old = *entry;
  *entry = real >> 12 << 10 | permissions | PTE_U | PTE_A | PTE_D | PTE_V;
  if (superpage) current->root[address >> 30 & 511] |= SUPERPAGES;
  if (old) fence_page(current, address); /* an invalid one needs none: the fault comes again */
}

/* The guest fenced (sfence.vma): what it might have changed must be looked up again. */
void fence(bool every_address, u64 address, bool every_asid, u64 asid) {
  for (struct space *space = spaces; space < spaces + SPACES; space++) {
    if (space->view == ~0ul || !space->satp) continue;
    if (!every_asid && (space->satp >> 44 & 0xffff) != (asid & 0xffff)) continue;
    unsigned gib = address >> 30 & 511;
    if (every_address) {
      drop(space, 0, 511);
    } else if (space->root[gib] & SUPERPAGES) {
      drop(space, gib, gib); /* the one address may stand for more pages than its own */
    } else {
      u64 *entry = entry_for(space, address, false);
      if (entry && *entry) {
        *entry = 0;
        fence_page(space, address);
      }
    }
  }
}

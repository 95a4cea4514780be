/* The address space: devices and RAM where they are, for S-mode, in gigapages; one page of user
 * code; and the window, whose pages all are one of two frames. */
#include "micro.h"

#define ENTRIES 512
#define SV39 (8ul << 60)
#define SATP_ASID_SHIFT 44
#define TABLE(name) u64 name[ENTRIES] __attribute__((aligned(4096)))

u64 window_entries[MOST_PAGES] __attribute__((aligned(4096)));
static TABLE(root);
static TABLE(window_table);
static TABLE(user_table_1);
static TABLE(user_table_0);
static TABLE(other_root);
static TABLE(other_table_1);
static TABLE(other_table_0);
static u64 frames[2][ENTRIES] __attribute__((aligned(4096)));

static u64 asids;

u64 frame(int n) { return (u64)frames[n]; }

static u64 table_entry(const u64 *table) { return (u64)table >> 12 << 10 | V; }

u64 entry_of(int n, u64 bits) { return frame(n) >> 12 << 10 | bits; }

void map_window(u64 entry) {
  for (u64 i = 0; i < MOST_PAGES; i++) {
    window_entries[i] = entry;
  }
  asm volatile("sfence.vma" ::: "memory");
}

static u64 satp_of(const u64 *table, u64 asid) {
  return SV39 | (asids > 2 ? asid : 0) << SATP_ASID_SHIFT | (u64)table >> 12;
}

u64 other_space(void) { return satp_of(other_root, 2); }

static void fill(u64 *space, const u64 *window) {
  space[0] = 0ul << 28 | V | R | W | A | D;
  space[2] = 2ul << 28 | V | R | W | X | A | D;
  space[WINDOW >> 30] = table_entry(window);
  space[USER_TEXT >> 30] = table_entry(user_table_1);
}

void paging_start(void) {
  for (int i = 0; i < ENTRIES; i++) {
    frames[1][i] = 1;
  }
  fill(root, window_table);
  fill(other_root, other_table_1);
  for (u64 i = 0; i < MOST_PAGES / ENTRIES; i++) {
    window_table[i] = table_entry(window_entries + i * ENTRIES);
  }
  user_table_1[0] = table_entry(user_table_0);
  user_table_0[0] = (u64)user_text >> 12 << 10 | V | R | X | U | A | D;
  other_table_1[0] = table_entry(other_table_0);
  other_table_0[0] = entry_of(0, V | R | W | A | D);

  /* Bits of the ASID that the hart does not have stay zero. */
  csr_write(satp, satp_of(root, 0) | 0xfffful << SATP_ASID_SHIFT);
  asids = (csr_read(satp) >> SATP_ASID_SHIFT & 0xffff) + 1;
  csr_write(satp, satp_of(root, 1));
  asm volatile("sfence.vma" ::: "memory");
}

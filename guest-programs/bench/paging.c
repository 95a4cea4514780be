/* Two address spaces under Sv39: in both, devices and RAM are where they are, in pages of 1 GiB or
 * of 4 KiB; the window and the page of user code have small pages always. */
#include "bench.h"

#define ENTRIES 512
#define SV39 (8ul << 60)
#define ASID_SHIFT 44
#define RAM 0x80000000ul
#define RAM_TABLES 64 /* of 2 MiB each */
#define TABLE(name) static u64 name[ENTRIES] __attribute__((aligned(4096)))

static u64 roots[2][ENTRIES] __attribute__((aligned(4096)));
static u64 window_middle[2][ENTRIES] __attribute__((aligned(4096)));
static u64 windows[2][ENTRIES] __attribute__((aligned(4096)));
static u64 ram[RAM_TABLES][ENTRIES] __attribute__((aligned(4096)));
TABLE(ram_middle);
TABLE(user_middle);
TABLE(user_table);
static enum paging chosen;

static u64 table_entry(const u64 *table) { return (u64)table >> 12 << 10 | V; }

u64 entry_of(const void *page, u64 bits) { return (u64)page >> 12 << 10 | bits; }

u64 *space_window(int space) { return windows[space]; }

u64 user_address(const void *text) { return chosen == OFF ? (u64)text : USER_TEXT; }

void space_use(int space) {
  csr_write(satp, SV39 | (u64)(space + 1) << ASID_SHIFT | (u64)roots[space] >> 12);
}

void paging_start(enum paging paging) {
  chosen = paging;
  if (paging == OFF) {
    return;
  }
  for (u64 i = 0; i < RAM_TABLES; i++) {
    ram_middle[i] = table_entry(ram[i]);
    for (u64 j = 0; j < ENTRIES; j++) {
      ram[i][j] = entry_of((void *)(RAM + (i * ENTRIES + j) * PAGE), V | R | W | X | A | D);
    }
  }
  user_middle[0] = table_entry(user_table);
  user_table[0] = entry_of(user_loop, V | R | X | U | A | D);
  for (int space = 0; space < 2; space++) {
    u64 *root = roots[space];
    root[0] = 0ul << 28 | V | R | W | A | D;
    root[2] = paging == LARGE ? 2ul << 28 | V | R | W | X | A | D : table_entry(ram_middle);
    root[WINDOW >> 30] = table_entry(window_middle[space]);
    root[USER_TEXT >> 30] = table_entry(user_middle);
    window_middle[space][0] = table_entry(windows[space]);
  }
  asm volatile("sfence.vma" ::: "memory");
  space_use(0);
}

/* Pages, and Sv39 page tables made of them. */
#include "privileged.h"

#define TABLE_ENTRIES 512
#define SV39 (8ul << 60)
#define SATP_ASID_SHIFT 44

extern char text_start[], constants_start[], data_start[], kernel_end[];

u64 *kernel_root;
u64 asids;

static void *free_pages;     /* each begins with the address of the next */
static char *untouched, *end; /* never used yet */

void *page_take(void) {
  void *page = free_pages;
  if (page != 0) {
    free_pages = *(void **)page;
  } else if (untouched < end) {
    page = untouched;
    untouched += PAGE;
  } else {
    panic("out of memory");
  }
  return memset(page, 0, PAGE);
}

void page_return(void *page) {
  *(void **)page = free_pages;
  free_pages = page;
}

static u64 *table_of(u64 entry) { return VIRTUAL(entry >> 10 << 12); }

static u64 index_of(u64 address, int level) { return address >> (12 + 9 * level) & 511; }

/* Maps with the largest pages that fit. A and D are set from the start: the kernel has no use for
   them, and where the hart would fault to have them set it then never does. */
void map(u64 *root, u64 address, u64 physical, u64 size, u64 bits) {
  while (size > 0) {
    int level = 2;
    while (level > 0 && (((address | physical) & ((PAGE << 9 * level) - 1)) != 0 ||
                         size < PAGE << 9 * level)) {
      level--;
    }
    u64 *table = root;
    for (int above = 2; above > level; above--) {
      u64 *entry = &table[index_of(address, above)];
      if ((*entry & V) == 0) {
        *entry = PHYSICAL(page_take()) >> 2 | V;
      }
      table = table_of(*entry);
    }
    table[index_of(address, level)] = physical >> 2 | V | A | D | bits;
    u64 step = PAGE << 9 * level;
    address += step, physical += step, size -= step;
  }
}

/* User memory is all in 4 KiB pages, so the leaf is at level 0. */
u64 *leaf_entry(u64 *root, u64 address) {
  u64 *table = root;
  for (int level = 2; level > 0; level--) {
    u64 entry = table[index_of(address, level)];
    if ((entry & V) == 0) {
      return 0;
    }
    table = table_of(entry);
  }
  u64 *entry = &table[index_of(address, 0)];
  return (*entry & V) != 0 ? entry : 0;
}

u64 *new_address_space(void) {
  u64 *root = page_take();
  for (int i = TABLE_ENTRIES / 2; i < TABLE_ENTRIES; i++) {
    root[i] = kernel_root[i]; /* the kernel's half is shared */
  }
  return root;
}

/* Returns the pages of the lower half. The clock page is everybody's and stays. */
static void drop_table(u64 *table, int level) {
  for (int i = 0; i < (level == 2 ? TABLE_ENTRIES / 2 : TABLE_ENTRIES); i++) {
    u64 entry = table[i];
    if ((entry & V) == 0) {
      continue;
    }
    if (level > 0) {
      drop_table(table_of(entry), level - 1);
    } else if (table_of(entry) != (u64 *)&clock_page) {
      page_return(table_of(entry));
    }
  }
  page_return(table);
}

void drop_address_space(u64 *root, u64 asid) {
  drop_table(root, 2);
  fence_space(asid);
}

static u64 count_pages(u64 *table, int level) {
  u64 pages = 0;
  for (int i = 0; i < (level == 2 ? TABLE_ENTRIES / 2 : TABLE_ENTRIES); i++) {
    if ((table[i] & V) != 0) {
      pages += level > 0 ? count_pages(table_of(table[i]), level - 1) : 1;
    }
  }
  return pages;
}

u64 count_user_pages(u64 *root) { return count_pages(root, 2); }

/* The kernel's own code cannot be written, its constants cannot be executed. */
void memory_start(u64 ram_end) {
  untouched = kernel_end;
  end = VIRTUAL(ram_end);
  kernel_root = page_take();
  map(kernel_root, KERNEL_BASE, 0, 1ul << 30, R | W | G); /* devices */
  map(kernel_root, (u64)text_start, PHYSICAL(text_start), constants_start - text_start, R | X | G);
  map(kernel_root, (u64)constants_start, PHYSICAL(constants_start), data_start - constants_start,
      R | G);
  map(kernel_root, (u64)data_start, PHYSICAL(data_start), end - data_start, R | W | G);
  csr_write(satp, SV39 | PHYSICAL(kernel_root) >> 12);
  asm volatile("sfence.vma" ::: "memory");

  /* Bits of the ASID that the hart does not have stay zero. */
  csr_set(satp, 0xfffful << SATP_ASID_SHIFT);
  asids = (csr_read(satp) >> SATP_ASID_SHIFT & 0xffff) + 1;
  csr_write(satp, SV39 | PHYSICAL(kernel_root) >> 12);
}

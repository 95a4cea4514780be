/* Takes page faults on purpose, repairs the page table in the handler, and goes on.
 *
 * M-mode only opens the PMP, hands page faults to S-mode and leaves. S-mode builds an Sv39 table:
 * the devices and the RAM where they are, and an empty window for the experiments. */
#include "bare.h"

#define PAGE 4096ul
#define GIGAPAGE (1ul << 30)
#define WINDOW 0x1000000000ul /* a guest-virtual address below which nothing else is mapped */
#define DEMAND_PAGES 64

enum { V = 1, R = 2, W = 4, X = 8, A = 64, D = 128 };
enum { FETCH_FAULT = 12, LOAD_FAULT = 13, STORE_FAULT = 15 };

static u64 root[512] __attribute__((aligned(4096)));
static u64 middle[512] __attribute__((aligned(4096)));
static u64 leaves[512] __attribute__((aligned(4096)));
static u8 frames[DEMAND_PAGES + 1][4096] __attribute__((aligned(4096)));

static u64 faults[16];
static int quiet;

static u64 entry(const void *physical, u64 bits) { return (u64)physical >> 12 << 10 | bits; }

/* Repairs what the fault was about. A and D are set from the start, so that it does not matter
 * whether the machine sets them itself or faults for them. */
static void repair(u64 cause, u64 address) {
  u64 page = (address - WINDOW) / PAGE;
  u64 missing = cause == FETCH_FAULT ? X : cause == LOAD_FAULT ? R : R | W;
  leaves[page] = (leaves[page] & V) != 0 ? leaves[page] | missing
                                         : entry(frames[page], V | A | D | missing);
  asm volatile("sfence.vma %0, zero" ::"r"(address) : "memory");
  if (cause == FETCH_FAULT) {
    asm volatile("fence.i");
  }
}

static const char *name(u64 cause) {
  switch (cause) {
    case FETCH_FAULT:
      return "instruction page fault";
    case LOAD_FAULT:
      return "load page fault";
    case STORE_FAULT:
      return "store page fault";
    default:
      return "not a page fault";
  }
}

/* The instruction that faulted is executed again when this returns: sepc is not moved. */
__attribute__((interrupt("supervisor"), aligned(4))) static void on_trap(void) {
  u64 cause = csr_read(scause);
  u64 address = csr_read(stval);
  if (!quiet) {
    print("  cause ");
    print_decimal(cause);
    print(" (");
    print(name(cause));
    print("), stval ");
    print_hex(address);
    print("\n");
  }
  if ((cause != FETCH_FAULT && cause != LOAD_FAULT && cause != STORE_FAULT) || address < WINDOW ||
      address >= WINDOW + sizeof frames) {
    finish(1);
  }
  faults[cause]++;
  repair(cause, address);
}

static void experiments(void) {
  volatile u64 *first = (u64 *)WINDOW;
  print("load from a page that is not there\n");
  u64 loaded = *first;
  print("store to a page that may only be read\n");
  *first = loaded + 0x00008067; /* the instruction ret, by way of example */
  print("call into a page that may not be executed\n");
  ((void (*)(void))WINDOW)();
  print("all three went on where they were\n");

  print("touch ");
  print_decimal(DEMAND_PAGES);
  print(" pages that come on demand, twice\n");
  quiet = 1;
  u64 sum = 0;
  for (int pass = 0; pass < 2; pass++) {
    for (u64 page = 1; page <= DEMAND_PAGES; page++) {
      volatile u64 *word = (u64 *)(WINDOW + page * PAGE + page * 8);
      *word = *word + page;
      sum += *word;
    }
  }
  print("sum ");
  print_decimal(sum);
  print("\nfaults: load ");
  print_decimal(faults[LOAD_FAULT]);
  print(", store ");
  print_decimal(faults[STORE_FAULT]);
  print(", instruction ");
  print_decimal(faults[FETCH_FAULT]);
  print("\n");
}

/* Entered by MRET, in S-mode, with paging still off. */
static void supervisor(void) {
  csr_write(stvec, on_trap);
  root[0] = entry(0, V | R | W | A | D);
  root[2] = entry((void *)(2 * GIGAPAGE), V | R | W | X | A | D);
  root[WINDOW / GIGAPAGE] = entry(middle, V);
  middle[0] = entry(leaves, V);
  csr_write(satp, 8ul << 60 | (u64)root >> 12);
  asm volatile("sfence.vma" ::: "memory");
  print("page-fault: Sv39 is on\n");
  experiments();
  finish(0);
}

int main(void) {
  open_pmp();
  csr_write(medeleg, 1 << FETCH_FAULT | 1 << LOAD_FAULT | 1 << STORE_FAULT);
  csr_write(mstatus, (u64)S_MODE << MSTATUS_MPP_SHIFT);
  csr_write(mepc, supervisor);
  asm volatile("mret");
  return 1;
}

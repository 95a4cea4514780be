/* Takes a page away from all harts, again and again, while they use it.
 *
 * Hart 0 changes the one entry that maps the window, has every other hart fence, and says so by a
 * flag. Whoever has seen the flag must find the window as it is now: gone, another frame, or
 * read-only. A fence that does not reach a hart, or not before the flag, shows.
 *
 * In M-mode (shootdown.elf) a fence is asked for by a software interrupt, whose handler fences and
 * acknowledges. In S-mode (shootdown-sbi.elf) it is a call of the SBI. */
#include "bare.h"

#define ROUNDS 60
#define MAX_HARTS 8
#define PAGE 4096ul
#define GIGAPAGE (1ul << 30)
#define WINDOW 0x1000000000ul

enum { V = 1, R = 2, W = 4, X = 8, A = 64, D = 128 };
enum { LOAD_FAULT = 13, STORE_FAULT = 15, SOFTWARE_INTERRUPT = 3 };
enum { TAKEN_AWAY, MOVED, READ_ONLY, KINDS };

static u64 root[512] __attribute__((aligned(4096)));
static u64 middle[512] __attribute__((aligned(4096)));
static u64 leaves[512] __attribute__((aligned(4096)));
static u64 frames[2][512] __attribute__((aligned(4096)));

static u32 harts;
static u32 here;        /* harts that are ready to be asked for a fence */
static u32 round_begun; /* the round that all may take part in */
static u32 gone;        /* the last round whose page is as it will be */
static u32 in_use;      /* harts that have used the page in this round */
static u32 done;        /* harts that are through with this round */
static u64 faults[MAX_HARTS];
static u64 lost[MAX_HARTS];

static u32 get(u32 *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static void set(u32 *word, u32 value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
static void add_one(u32 *word) { __atomic_fetch_add(word, 1, __ATOMIC_ACQ_REL); }

static u64 entry(const void *physical, u64 bits) { return (u64)physical >> 12 << 10 | bits; }

static u64 try_load(volatile u64 *address) {
  u64 value;
  asm volatile(".option push\n.option norvc\nld %0, 0(%1)\n.option pop"
               : "=r"(value)
               : "r"(address)
               : "memory");
  return value;
}

static void try_store(volatile u64 *address, u64 value) {
  asm volatile(".option push\n.option norvc\nsd %0, 0(%1)\n.option pop" ::"r"(value), "r"(address)
               : "memory");
}

#ifdef SBI
#define HANDLER_OF "supervisor"
static u64 me(void) { return csr_read(sscratch); }
static u64 cause_of_trap(void) { return csr_read(scause); }
static void step_over(void) { csr_write(sepc, csr_read(sepc) + 4); }

static long sbi(u64 extension, u64 function, u64 a, u64 b, u64 c, u64 d, u64 e) {
  register u64 a0 asm("a0") = a;
  register u64 a1 asm("a1") = b;
  register u64 a2 asm("a2") = c;
  register u64 a3 asm("a3") = d;
  register u64 a4 asm("a4") = e;
  register u64 a6 asm("a6") = function;
  register u64 a7 asm("a7") = extension;
  asm volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a3), "r"(a4), "r"(a6), "r"(a7) : "memory");
  return (long)a0;
}

/* By address, by address and ASID, everything: in turn. */
static void fence_others(u32 round) {
  u64 others = ((1ul << harts) - 1) & ~1ul;
  u64 size = round % 5 == 0 ? ~0ul : PAGE;
  if (sbi(0x52464e43, 1 + round % 2, others, 0, WINDOW, size, 0) != 0) finish(2);
}
#else
#define HANDLER_OF "machine"
static u32 acknowledged;
static u64 me(void) { return csr_read(mhartid); }
static u64 cause_of_trap(void) { return csr_read(mcause); }
static void step_over(void) { csr_write(mepc, csr_read(mepc) + 4); }

static void fence_others(u32 round) {
  (void)round;
  set(&acknowledged, 0);
  asm volatile("fence rw, rw" ::: "memory");
  for (u32 hart = 1; hart < harts; hart++) ((volatile u32 *)CLINT)[hart] = 1;
  while (get(&acknowledged) != harts - 1) {
  }
}
#endif

__attribute__((interrupt(HANDLER_OF), aligned(4))) static void on_trap(void) {
  u64 cause = cause_of_trap();
#ifndef SBI
  if (cause == (1ul << 63 | SOFTWARE_INTERRUPT)) {
    ((volatile u32 *)CLINT)[me()] = 0;
    asm volatile("fence rw, rw\nsfence.vma" ::: "memory");
    add_one(&acknowledged);
    return;
  }
#endif
  if (cause != LOAD_FAULT && cause != STORE_FAULT) finish(3);
  faults[me()]++;
  step_over();
}

static void change(u32 round, u64 leaf) {
  *(volatile u64 *)&leaves[0] = leaf;
  asm volatile("fence rw, rw\nsfence.vma" ::: "memory");
  fence_others(round);
}

static void lead(void) {
  for (u32 round = 1; round <= ROUNDS; round++) {
    u64 *frame = frames[round % 2], *other = frames[1 - round % 2];
    frame[0] = 2 * round;
    other[0] = 2 * round + 1;
    change(round, entry(frame, V | R | W | A | D));
    set(&in_use, 0);
    set(&done, 0);
    set(&round_begun, round);
    while (get(&in_use) != harts - 1) {
    }
    switch (round % KINDS) {
      case TAKEN_AWAY:
        change(round, 0);
        break;
      case MOVED:
        change(round, entry(other, V | R | W | A | D));
        break;
      case READ_ONLY:
        change(round, entry(frame, V | R | A));
        break;
    }
    set(&gone, round);
    while (get(&done) != harts - 1) {
    }
  }
}

/* Uses the page once; whether that went as it must when the page is as it will be. */
static int use(u64 hart, u32 round, int said) {
  u64 before = faults[hart];
  if (round % KINDS == READ_ONLY) {
    try_store((u64 *)WINDOW + 8 * hart, round);
    return !said || faults[hart] != before;
  }
  u64 value = try_load((u64 *)WINDOW);
  int refused = faults[hart] != before;
  if (round % KINDS == TAKEN_AWAY) return refused || (!said && value == 2 * round);
  return !refused && (value == 2 * round + 1 || (!said && value == 2 * round));
}

static void follow(u64 hart) {
  for (u32 round = 1; round <= ROUNDS; round++) {
    while (get(&round_begun) != round) {
    }
    lost[hart] += !use(hart, round, 0);
    add_one(&in_use);
    int said;
    do {
      said = get(&gone) == round;
      lost[hart] += !use(hart, round, said);
    } while (!said);
    add_one(&done);
  }
}

/* In S-mode, every hart, with paging still off. */
static void supervisor(u64 hart) {
  csr_write(satp, 8ul << 60 | (u64)root >> 12);
  asm volatile("sfence.vma" ::: "memory");
  add_one(&here);
  if (hart != 0) {
    follow(hart);
    for (;;) asm volatile("wfi");
  }
  print("shootdown: ");
  print_decimal(harts);
  print(" harts, ");
  print_decimal(ROUNDS);
  print(" rounds\n");
  while (get(&here) != harts) {
  }
  lead();
  u64 sum = 0;
  for (u32 i = 0; i < harts; i++) sum += lost[i];
  print(sum == 0 ? "no fence was lost\n" : "WRONG: a page was used that was no longer there\n");
  finish(sum != 0);
}

static void map_everything(const void *device_tree) {
  harts = (u32)count_harts(device_tree);
  root[0] = entry(0, V | R | W | A | D);
  root[2] = entry((void *)(2 * GIGAPAGE), V | R | W | X | A | D);
  root[WINDOW / GIGAPAGE] = entry(middle, V);
  middle[0] = entry(leaves, V);
}

#ifdef SBI
void other_hart(int hart) {
  csr_write(sscratch, hart);
  csr_write(stvec, on_trap);
  supervisor((u64)hart);
}

extern char other_start[];

int main(int hart, const void *device_tree) {
  map_everything(device_tree);
  for (u64 other = 1; other < harts; other++) {
    if (sbi(0x48534d, 0, other, (u64)other_start, 0, 0, 0) != 0) finish(4);
  }
  other_hart(hart);
  return 1;
}
#else
void other_hart(int hart) {
  open_pmp();
  csr_write(mtvec, on_trap);
  csr_write(mie, 1 << SOFTWARE_INTERRUPT);
  csr_write(mstatus, (u64)S_MODE << MSTATUS_MPP_SHIFT);
  csr_write(mepc, supervisor);
  register u64 a0 asm("a0") = (u64)hart;
  asm volatile("mret" ::"r"(a0));
}

int main(int hart, const void *device_tree) {
  map_everything(device_tree);
  asm volatile("fence rw, rw" ::: "memory");
  for (u32 other = 1; other < harts; other++) ((volatile u32 *)CLINT)[other] = 1;
  other_hart(hart);
  return 1;
}
#endif

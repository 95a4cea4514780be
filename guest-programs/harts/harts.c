/* Wakes every hart, one by the other, and lets all of them count together.
 *
 * The harts wait in WFI (bare/start.S). Hart 0 sends the first software interrupt through the
 * CLINT; each hart says that it is here and calls the next. Then all add to three counters at
 * once: by AMO, by LR/SC, and under a lock. A lost update would show in the sum. */
#include "bare.h"

#define ROUNDS 20000

static int harts;
static u32 lock;
static u64 by_amo;
static u64 by_lr_sc;
static volatile u64 under_lock;
static volatile u32 started;
static volatile u32 arrived;

static void acquire(void) {
  u32 was;
  do {
    asm volatile("amoswap.w.aq %0, %2, %1" : "=r"(was), "+A"(lock) : "r"(1) : "memory");
  } while (was != 0);
}

static void release(void) {
  asm volatile("amoswap.w.rl zero, zero, %0" : "+A"(lock)::"memory");
}

static void add_by_lr_sc(u64 *counter) {
  u64 value;
  asm volatile(
      "1: lr.d %0, %1\n"
      "   addi %0, %0, 1\n"
      "   sc.d %0, %0, %1\n"
      "   bnez %0, 1b"
      : "=&r"(value), "+A"(*counter)::"memory");
}

static void call_hart(int hart) {
  asm volatile("fence rw, rw" ::: "memory");
  ((volatile u32 *)CLINT)[hart] = 1;
}

/* Every hart comes through here, hart 0 first. */
static void take_part(int hart) {
  acquire();
  print("hart ");
  print_decimal(hart);
  print(": here\n");
  release();
  if (hart + 1 < harts) {
    call_hart(hart + 1);
  } else {
    started = 1;
  }
  while (!started) {
  }
  asm volatile("fence rw, rw" ::: "memory");

  for (int round = 0; round < ROUNDS; round++) {
    asm volatile("amoadd.d zero, %1, %0" : "+A"(by_amo) : "r"(1) : "memory");
    add_by_lr_sc(&by_lr_sc);
    acquire();
    under_lock = under_lock + 1;
    release();
  }
  asm volatile("amoadd.w.rl zero, %1, %0" : "+A"(arrived) : "r"(1) : "memory");
}

void other_hart(int hart) {
  take_part(hart);
  for (;;) {
    asm volatile("wfi");
  }
}

static int report(const char *name, u64 sum) {
  print(name);
  print_decimal(sum);
  print(sum == (u64)harts * ROUNDS ? "\n" : "  WRONG\n");
  return sum != (u64)harts * ROUNDS;
}

int main(int hart, const void *device_tree) {
  harts = count_harts(device_tree);
  print("harts: the device tree has ");
  print_decimal(harts);
  print("\n");
  take_part(hart);
  while (arrived != (u32)harts) {
  }
  asm volatile("fence rw, rw" ::: "memory");
  print("each hart added 1 to each counter ");
  print_decimal(ROUNDS);
  print(" times\n");
  return report("by amoadd:   ", by_amo) + report("by lr/sc:    ", by_lr_sc) +
         report("under a lock: ", under_lock);
}

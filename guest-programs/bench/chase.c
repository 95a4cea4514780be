/* A chase of pointers through 64 MiB: one cycle through all lines of 64 bytes, in an order in which
 * hardly two neighbours are on the same page. */
#include "bench.h"

#define LINES (CHASE_SIZE / 64)

struct line {
  struct line *next;
  u64 value;
  u64 unused[6];
};

/* A linear congruence of full period visits each number once. */
static u64 after(u64 line) { return (line * 1140671485 + 12820163) % LINES; }

void chase_prepare(void) {
  struct line *lines = (struct line *)CHASE_BASE;
  for (u64 i = 0; i < LINES; i++) {
    lines[i].next = &lines[after(i)];
    lines[i].value = i;
  }
}

u64 chase(void) {
  const struct line *at = (const struct line *)CHASE_BASE;
  u64 sum = 0;
  for (u64 i = 0; i < LINES; i++) {
    sum = sum * 31 + at->value;
    at = at->next;
  }
  return sum;
}

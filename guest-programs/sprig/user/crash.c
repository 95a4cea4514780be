/* Dies, in the way that its argument says. */
#include "user.h"

static int sink;

static void recurse(int depth) {
  volatile char frame[512];
  frame[0] = (char)depth;
  if (depth >= 0) {
    recurse(depth + 1);
  }
  sink += frame[0];
}

int main(const char *way) {
  if (same(way, "null")) {
    *(volatile int *)0 = 1;
  } else if (same(way, "kernel")) {
    sink = *(volatile int *)0xffffffc080200000;
  } else if (same(way, "constant")) {
    *(volatile char *)way = 'c';
    *(volatile char *)"text" = 'n';
  } else if (same(way, "data")) {
    ((void (*)(void)) & sink)();
  } else if (same(way, "privileged")) {
    asm volatile("csrw satp, zero");
  } else if (same(way, "stack")) {
    recurse(0);
  } else {
    print("crash null | kernel | constant | data | privileged | stack\n");
  }
  return 0;
}

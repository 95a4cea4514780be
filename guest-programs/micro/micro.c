/* Runs one of the micro-operations, or all, as often as the boot arguments say. */
#include "micro.h"

static struct arguments arguments = {
    .operation = "all", .n = 100, .pages = 16, .remaps = 4, .ticks = 1000};

static int is_same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++, b++;
  }
  return *a == *b;
}

void supervisor_main(u64 hart, const void *device_tree) {
  this_hart = hart;
  harts = (u64)count_harts(device_tree);
  read_arguments(&arguments, device_tree);
  paging_start();
  int all = is_same(arguments.operation, "all");
  int done = 0;
  print(arguments.count ? "operation            times     seen instructions\n"
                        : "operation            times      seen\n");
  for (int i = 0; operation_name(i) != 0; i++) {
    if (all || is_same(arguments.operation, operation_name(i))) {
      measure(&arguments, i);
      done++;
    }
  }
  if (done == 0) {
    print("micro: no operation is called ");
    print(arguments.operation);
    print("; op=all runs every one and prints their names\n");
  }
  finish(done == 0);
}

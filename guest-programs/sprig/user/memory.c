/* Grows its heap and touches every page of it: each comes when it is touched. */
#include "user.h"

#define PAGE 4096

int main(const char *argument) {
  int pages = number(argument);
  struct process_info info;
  u8 *heap = grow((u64)pages * PAGE);
  u64 sum = 0;
  for (int page = 0; page < pages; page++) {
    heap[page * PAGE + page] = (u8)page;
  }
  for (int page = 0; page < pages; page++) {
    sum += heap[page * PAGE + page];
  }
  for (int n = 0; describe_process(n, &info) == 0; n++) {
    if (same(info.name, "memory")) {
      print("%d pages touched, sum %d; the process has %d\n", pages, (int)sum, (int)info.pages);
    }
  }
  return 0;
}

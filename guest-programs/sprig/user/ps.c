/* Lists the processes. */
#include "user.h"

int main(void) {
  struct process_info info;
  yield(); /* the shell has perhaps not come to wait for this yet */
  print("  id parent state    pages name\n");
  for (int n = 0; describe_process(n, &info) == 0; n++) {
    if (info.id != 0) {
      print("%4d %6d %8s %5d %s\n", info.id, info.parent, info.state, (int)info.pages, info.name);
    }
  }
  return 0;
}

/* Lists the files and their sizes in bytes. */
#include "user.h"

int main(void) {
  struct file_info info;
  for (int n = 0; list(n, &info) == 0; n++) {
    print("%6d %s\n", (int)info.size, info.name);
  }
  return 0;
}

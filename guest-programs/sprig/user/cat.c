/* Prints a file. */
#include "user.h"

int main(const char *name) {
  char buffer[128];
  int file = open(name, 0);
  if (file < 0) {
    print("cat: no file called %s\n", name);
    return 1;
  }
  for (s64 count = read(file, buffer, sizeof buffer); count > 0;
       count = read(file, buffer, sizeof buffer)) {
    write(1, buffer, (u64)count);
  }
  close(file);
  return 0;
}

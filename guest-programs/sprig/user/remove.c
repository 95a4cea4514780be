/* Removes a file. */
#include "user.h"

int main(const char *name) {
  if (remove(name) < 0) {
    print("remove: no file called %s, or it is open\n", name);
    return 1;
  }
  return 0;
}

/* Prints its arguments. */
#include "user.h"

int main(const char *argument) {
  print("%s\n", argument);
  return 0;
}

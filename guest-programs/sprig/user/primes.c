/* Counts the primes below a number, with a sieve on the heap. */
#include "user.h"

int main(const char *argument) {
  int limit = number(argument);
  u8 *composite = grow((u64)limit);
  if (limit < 0 || (s64)composite < 0) {
    print("primes: no memory for %s\n", argument);
    return 1;
  }
  int primes = 0, last = 0;
  for (int n = 2; n < limit; n++) {
    if (composite[n]) {
      continue;
    }
    primes++, last = n;
    for (int multiple = 2 * n; multiple < limit; multiple += n) {
      composite[multiple] = 1;
    }
  }
  print("%d primes below %d, the last is %d\n", primes, limit, last);
  return 0;
}

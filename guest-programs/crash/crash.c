/* Crashes for good: the trap vector points to where nothing is.
 *
 * The first trap is an ECALL. Its handler cannot be fetched, which is an instruction access fault,
 * whose handler cannot be fetched either, and so on. Nothing is ever executed again, so a budget
 * that counts only executed instructions would never run out. */
#include "bare.h"

int main(void) {
  print("crash: the next trap goes to an address where nothing is\n");
  csr_write(mtvec, 0x4);
  asm volatile("ecall");
  print("crash: never printed\n");
  return 1;
}

/* The platform-level interrupt controller, as seen by the S-mode context of one hart. */
#include "kernel.h"

#define PLIC 0x0c000000ul

static volatile u32 *enables, *claim;

void plic_start(u64 hart) {
  u64 context = 2 * hart + 1; /* QEMU's virt board has M and S in turn */
  enables = VIRTUAL(PLIC + 0x2000 + 0x80 * context);
  volatile u32 *threshold = VIRTUAL(PLIC + 0x200000 + 0x1000 * context);
  claim = threshold + 1;
  *threshold = 0;
  csr_set(sie, 1 << EXTERNAL_INTERRUPT);
}

void plic_enable(u32 source) {
  ((volatile u32 *)VIRTUAL(PLIC))[source] = 1; /* its priority */
  enables[source / 32] |= 1u << source % 32;
}

u32 plic_claim(void) { return *claim; }

void plic_complete(u32 source) { *claim = source; }

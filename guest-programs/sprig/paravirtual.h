/* The kernel as a guest that knows it: docs/paravirtual.md has the calls and the page. Where the
 * probe finds no such monitor, everything is done as on a machine of its own. */
#pragma once
#include "kernel.h"

enum { QUEUE_FENCE_PAGE = 2, QUEUE_FENCE_SPACE = 3, QUEUE_LOAD_SPACE = 4 };
#define EVERY_SPACE (~0ul)

/* Shared with the monitor; 4096 bytes. paravirtual.S knows the offsets. */
struct shared_page {
  volatile u64 interrupts, pending, cause, value, pc, status, sp, t0, a6, a7, kernel_sp, queued;
  u64 unused[116];
  struct {
    u64 operation, x, y, unused;
  } queue[96];
};
extern struct shared_page shared_page;
extern u32 paravirtual; /* whether there is somebody to ask */

void paravirtual_start(void);
void paravirtual_block(void);
void paravirtual_flush(void);
void paravirtual_queue(u64 operation, u64 x, u64 y); /* carried out before a user page is used */

static inline void take_interrupt(void) {
  if (paravirtual) {
    paravirtual_block();
    return;
  }
  asm volatile("wfi");
  csr_set(sstatus, SSTATUS_SIE);
  csr_clear(sstatus, SSTATUS_SIE);
}

static inline void load_satp(u64 satp) {
  if (paravirtual) {
    paravirtual_queue(QUEUE_LOAD_SPACE, satp, 0);
  } else {
    csr_write(satp, satp);
  }
}

static inline void load_satp_now(u64 satp) {
  load_satp(satp);
  if (paravirtual) {
    paravirtual_flush();
  }
}

static inline void fence_all(void) {
  if (paravirtual) {
    paravirtual_queue(QUEUE_FENCE_SPACE, EVERY_SPACE, 0);
  } else {
    asm volatile("sfence.vma" ::: "memory");
  }
}

static inline void fence_space(u64 asid) {
  if (paravirtual) {
    paravirtual_queue(QUEUE_FENCE_SPACE, asid, 0);
  } else {
    asm volatile("sfence.vma zero, %0" ::"r"(asid) : "memory");
  }
}

static inline void fence_page(u64 address, u64 asid) {
  if (paravirtual) {
    paravirtual_queue(QUEUE_FENCE_PAGE, address, asid);
  } else {
    asm volatile("sfence.vma %0, %1" ::"r"(address), "r"(asid) : "memory");
  }
}

/* With a monitor SUM stays set: to change it would be an exit, and another address space. */
static inline void user_access_begin(void) {
  if (!paravirtual) {
    csr_set(sstatus, SSTATUS_SUM);
  } else if (shared_page.queued > 0) {
    paravirtual_flush();
  }
}

static inline void user_access_end(void) {
  if (!paravirtual) {
    csr_clear(sstatus, SSTATUS_SUM);
  }
}

static inline u64 trap_cause(void) { return paravirtual ? shared_page.cause : csr_read(scause); }
static inline u64 trap_value(void) { return paravirtual ? shared_page.value : csr_read(stval); }

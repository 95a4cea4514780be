/* What the kernel does that a hart lets only S-mode do, where a kernel that knows that it is a guest
 * can do with less: compiled with PARAVIRTUAL, each asks first whether there is a monitor to ask. */
#pragma once
#include "kernel.h"

#ifdef PARAVIRTUAL
#include "paravirtual.h"
#else

static inline void paravirtual_start(void) {}

/* Waits until an interrupt is pending, whatever SIE says, and lets it in. */
static inline void take_interrupt(void) {
  asm volatile("wfi");
  csr_set(sstatus, SSTATUS_SIE);
  csr_clear(sstatus, SSTATUS_SIE);
}

static inline void load_satp(u64 satp) { csr_write(satp, satp); }

/* Before the kernel has a use for the old one's pages. */
static inline void load_satp_now(u64 satp) { csr_write(satp, satp); }

static inline void fence_all(void) { asm volatile("sfence.vma" ::: "memory"); }

static inline void fence_space(u64 asid) {
  asm volatile("sfence.vma zero, %0" ::"r"(asid) : "memory");
}

static inline void fence_page(u64 address, u64 asid) {
  asm volatile("sfence.vma %0, %1" ::"r"(address), "r"(asid) : "memory");
}

/* S-mode may touch a user page only between these. */
static inline void user_access_begin(void) { csr_set(sstatus, SSTATUS_SUM); }
static inline void user_access_end(void) { csr_clear(sstatus, SSTATUS_SUM); }

static inline u64 trap_cause(void) { return csr_read(scause); }
static inline u64 trap_value(void) { return csr_read(stval); }

#endif

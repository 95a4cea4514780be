/*
 * The dispatcher: every trap of the real machine comes here and is handed to an interpreter
 * routine or reflected into the guest.  Then it decides what the real registers must hold while
 * the guest runs.
 */
#include "monitor.h"

#define SLICE 1000000ul /* ticks (0.1 s) after which the monitor gets the hart back, come what may */

struct hart guest;
u64 exits[EXITS], interrupts_reflected;

static u64 slice_end;
static u64 real_mie, real_mstatus, real_counters, real_timer, real_pc; /* what we wrote last */

/* Writes a real register only if it changes: under another monitor each write is an exit. */
#define set_real(shadow, name, value) \
  do { u64 v_ = (value); if (shadow != v_) { shadow = v_; csr_write(name, v_); } } while (0)

/* Takes a trap in the guest, as its hardware would. */
static void reflect(u64 cause, u64 tval) {
  u64 delegated = cause & INTERRUPT ? guest.mideleg : guest.medeleg;
  u64 vector, status = guest.mstatus;
  if (guest.mode <= S && delegated >> (cause & 63) & 1) {
    guest.scause = cause, guest.sepc = guest.pc, guest.stval = tval;
    guest.mstatus = (status & ~(SPP | SPIE | SIE)) | (guest.mode == S ? SPP : 0)
        | (status & SIE ? SPIE : 0);
    guest.mode = S, vector = guest.stvec;
  } else {
    guest.mcause = cause, guest.mepc = guest.pc, guest.mtval = tval;
    guest.mstatus = (status & ~(MPP | MPIE | MIE)) | guest.mode << 11 | (status & MIE ? MPIE : 0);
    guest.mode = M, vector = guest.mtvec;
  }
  guest.pc = (vector & ~3ul) + (vector & 1 && cause & INTERRUPT ? 4 * (cause & 63) : 0);
}

/* The interrupts that the guest would take now if they were pending. */
static u64 deliverable(void) {
  u64 to_m = guest.mode < M || guest.mstatus & MIE ? ~guest.mideleg : 0;
  u64 to_s = guest.mode < S || (guest.mode == S && guest.mstatus & SIE) ? guest.mideleg : 0;
  return guest.mie & (to_m | to_s);
}

/* Reflects the first of the ready interrupts: those for M before those for S. */
static void reflect_interrupt(u64 ready) {
  static const uint8_t priority[] = {11, 3, 7, 9, 1, 5};
  if (ready & ~guest.mideleg) ready &= ~guest.mideleg;
  for (unsigned i = 0; i < sizeof priority; i++) {
    if (ready >> priority[i] & 1) {
      interrupts_reflected++;
      reflect(INTERRUPT | priority[i], 0);
      return;
    }
  }
}

/* The one real timer serves the guest's mtimecmp and the monitor's slice. */
static void set_timer(void) {
  u64 next = guest.mip & MTI || guest.mtimecmp > slice_end ? slice_end : guest.mtimecmp;
  if (next != real_timer) *(volatile u64 *)(CLINT + 0x4000) = real_timer = next;
}

/* Looks at the clock: has the guest's timer expired, or the slice?
 * A monitor with several guests would give the hart to another one at the end of a slice. */
static void look_at_clock(void) {
  u64 now = mtime();
  if (now >= guest.mtimecmp) guest.mip |= MTI;
  if (now >= slice_end) slice_end = now + SLICE;
  set_timer();
}

/* The guest wrote mtimecmp. */
void timer_changed(void) {
  guest.mip &= ~MTI;
  set_timer();
}

/* External interrupts are the real ones: the guest owns the PLIC.  The rest is in guest.mip. */
static u64 external(void) { return csr_read(mip) & (MEI | SEI); }

/* The guest's mip as it reads it. */
u64 virtual_mip(void) {
  look_at_clock();
  return guest.mip | external();
}

/* The guest waits: so do we, for anything that it has enabled or for the timer. */
void wait_for_interrupt(void) {
  while (!(virtual_mip() & guest.mie)) {
    set_real(real_mie, mie, MTI | (guest.mie & (MEI | SEI)));
    __asm__ volatile("wfi");
  }
}

/* Sets the real machine up for the guest's mode, after reflecting what interrupt may be ready. */
void resume(void) {
  u64 ready = guest.mip & deliverable();
  if (ready) reflect_interrupt(ready);
  /* An external interrupt comes through only when it can be reflected at once. */
  set_real(real_mie, mie, MTI | (deliverable() & (MEI | SEI)));
  /* MPP = U; WFI traps; the floating-point registers are the guest's if it has them on. */
  set_real(real_mstatus, mstatus, TW | (guest.mstatus & FS));
  u64 counters = guest.mode == M ? ~0ul : guest.mcounteren;
  if (guest.mode == U) counters &= guest.scounteren;
  if (real_counters != (counters & 7)) {
    csr_write(mcounteren, real_counters = counters & 7);
    csr_write(scounteren, real_counters);
  }
  set_real(real_pc, mepc, guest.pc);
  enter_space();
}

/* A fault of memory: the guest's own, a page not yet in the shadow, a device, or MPRV. */
static struct outcome memory_fault(u64 cause, u64 address) {
  enum access wanted = cause == FETCH_PAGE ? PTE_X : cause == LOAD_PAGE ? PTE_R : PTE_W;
  bool hybrid = mprv_in_force();
  enum mode mode = hybrid && wanted != PTE_X ? (guest.mstatus & MPP) >> 11 : guest.mode;
  struct translation t = translate(address, wanted, mode);
  if (t.fault) return trapped(t.fault, address);
  bool ram = guest_memory(t.guest_physical, 1);
  u64 page = t.guest_physical & ~(PAGE - 1);
  bool passed = page == UART || page == 0x101000 || (page >= 0xc000000 && page < 0xc600000);
  if ((hybrid || !(ram || passed)) && wanted != PTE_X) {
    return interpret_access(cause, address, t.guest_physical, !ram);
  }
  if (!ram && !passed) return trapped(FETCH_ACCESS, address);
  /* Under MPRV only fetches run directly, so the shadow then holds execute-only pages. */
  u64 real = ram ? (u64)guest_memory(page, PAGE) : page;
  shadow(address, real, t.permissions & (hybrid ? PTE_X : PTE_RWX), t.superpage);
  return completed(FILL);
}

static struct outcome exit_from_guest(u64 cause) {
  switch (cause) {
    case INTERRUPT | 7:
      look_at_clock();
      return completed(TIMER);
    case INTERRUPT | 9:
    case INTERRUPT | 11: {
      u64 ready = external() & deliverable();
      if (ready) reflect_interrupt(ready | (guest.mip & deliverable()));
      return completed(EXTERNAL);
    }
    case ILLEGAL: return interpret_privileged(csr_read(mtval));
    case ECALL: return (struct outcome){SYSTEM_CALL, ECALL + guest.mode, 0};
    case FETCH_PAGE:
    case LOAD_PAGE:
    case STORE_PAGE: return memory_fault(cause, csr_read(mtval));
    default: return trapped(cause, csr_read(mtval));
  }
}

void dispatcher(void) {
  guest.pc = real_pc = csr_read(mepc);
  u64 fs = guest.mstatus & FS;
  if (fs && fs != FS) real_mstatus |= fs = csr_read(mstatus) & FS, guest.mstatus |= fs;
  struct outcome outcome = exit_from_guest(csr_read(mcause));
  exits[outcome.exit]++;
  if (outcome.exit == REFLECTED || outcome.exit == SYSTEM_CALL) {
    reflect(outcome.cause, outcome.tval);
  }
  resume();
}

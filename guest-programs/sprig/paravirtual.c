/* Asks for the paravirtual interface, and the calls that are not in the fast path. */
#include "paravirtual.h"
#include "sbi.h"

#define EXTENSION 0x0a005452
enum { CALL_ATTACH = 0, CALL_FLUSH = 3, CALL_BLOCK = 4 };

struct shared_page shared_page __attribute__((aligned(4096)));
u32 paravirtual;

extern const char paravirtual_entry[];

void paravirtual_start(void) {
  if (sbi_call(SBI_BASE, SBI_BASE_PROBE, EXTENSION, 0, 0).value == 0) {
    return;
  }
  struct sbi_result attached = sbi_call(EXTENSION, CALL_ATTACH, PHYSICAL(&shared_page),
                                        (u64)&shared_page, (u64)paravirtual_entry);
  if (attached.error == 0) {
    csr_set(sstatus, SSTATUS_SUM);
    paravirtual = 1;
  }
}

static void call(u64 function) {
  if (sbi_call(EXTENSION, function, 0, 0, 0).error != 0) {
    panic("the monitor refuses a call");
  }
}

void paravirtual_flush(void) { call(CALL_FLUSH); }

void paravirtual_block(void) {
  call(CALL_BLOCK);
  shared_page.interrupts = 0;
}

void paravirtual_queue(u64 operation, u64 x, u64 y) {
  u64 most = sizeof shared_page.queue / sizeof *shared_page.queue;
  if (shared_page.queued == most) {
    paravirtual_flush();
  }
  shared_page.queue[shared_page.queued].operation = operation;
  shared_page.queue[shared_page.queued].x = x;
  shared_page.queue[shared_page.queued].y = y;
  shared_page.queued++;
}

/* paravirtual.S comes here if a return from a trap is refused. */
void paravirtual_refused(void) { panic("the monitor refuses a return"); }

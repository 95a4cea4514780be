/* What happens when something interrupts: the timer, a device, a system call, a program's fault. */
#include "privileged.h"

#define INTERRUPT (1ul << 63)
#define TICK 50000 /* of the timebase, 10 MHz: 5 ms */
#define KILLED 128 /* a killed process's status is this and the cause */

enum {
  ILLEGAL_INSTRUCTION = 2,
  CALL_FROM_USER = 8,
  FETCH_FAULT = 12,
  LOAD_FAULT = 13,
  STORE_FAULT = 15
};

struct clock_page clock_page __attribute__((aligned(4096)));

static const char *const exceptions[16] = {
    "instruction address misaligned", "instruction access fault", "illegal instruction",
    "breakpoint", "load address misaligned", "load access fault", "store address misaligned",
    "store access fault", "environment call", "environment call", "reserved", "environment call",
    "instruction page fault", "load page fault", "reserved", "store page fault"};

static u64 next_tick;

void clock_start(void) {
  next_tick = csr_read(time) + TICK;
  platform_set_timer(next_tick);
  csr_set(sie, 1 << TIMER_INTERRUPT);
}

static void timer_interrupt(void) {
  u64 now = csr_read(time);
  next_tick += TICK;
  if (next_tick <= now) {
    next_tick = now + TICK;
  }
  platform_set_timer(next_tick);
  clock_page.ticks++;
  wake_sleepers();
  console_poll();
}

void external_interrupt(void) {
  for (u32 source = plic_claim(); source != 0; source = plic_claim()) {
    if (source == disk_source()) {
      disk_interrupt();
    } else {
      console_poll();
    }
    plic_complete(source);
  }
}

static void kill(const struct frame *frame, u64 cause, u64 value) {
  print("[sprig] process %d (%s) killed: %s at pc 0x%x, stval 0x%x\n", (u64)current->id,
        current->name, exceptions[cause & 15], frame->pc, value);
  end_process(KILLED + (int)cause);
}

static void user_exception(struct frame *frame, u64 cause, u64 value) {
  switch (cause) {
    case CALL_FROM_USER:
      frame->pc += 4;
      system_call(frame);
      return;
    case FETCH_FAULT:
    case LOAD_FAULT:
    case STORE_FAULT:
      if (provide_page(current, value, cause == FETCH_FAULT ? X : cause == LOAD_FAULT ? R : W)) {
        return;
      }
      break;
    case ILLEGAL_INSTRUCTION:
      if ((frame->status & SSTATUS_FS) == 0) {
        use_floating(); /* if it was another instruction, it comes again, and FS is on then */
        return;
      }
      break;
  }
  kill(frame, cause, value);
}

/* trap.S comes here with the registers of what was interrupted. */
void on_trap(struct frame *frame) {
  u64 cause = trap_cause();
  u64 value = trap_value();
  int from_user = (frame->status & SSTATUS_SPP) == 0;
  if (cause == (INTERRUPT | TIMER_INTERRUPT)) {
    timer_interrupt();
    if (from_user) {
      schedule(); /* its slice is over */
    }
  } else if (cause == (INTERRUPT | EXTERNAL_INTERRUPT)) {
    external_interrupt();
  } else if (from_user) {
    user_exception(frame, cause, value);
  } else {
    print("[sprig] cause %x, pc %x, stval %x\n", cause, frame->pc, value);
    panic("a trap in the kernel");
  }
}

/* Each operation: what it needs, its loop, and what must be undone. The counts are the guest's own:
 * what its handlers saw, or what its loads found. */
#include "micro.h"

#define PLIC 0x0c000000ul
#define UART_SOURCE 10
#define RW (V | R | W | A | D)

#define LOOP(name) extern const char name[]
LOOP(loop_nothing);
LOOP(in_user_mode);
LOOP(loop_call);
LOOP(loop_divide);
LOOP(loop_store_pages);
LOOP(loop_write_entry);
LOOP(loop_remap);
LOOP(loop_write_register);
LOOP(loop_mask);
LOOP(loop_switch);
LOOP(loop_read_device);
LOOP(loop_write_device);
LOOP(loop_claim);
LOOP(loop_hypercall);
LOOP(loop_software_interrupt);
LOOP(loop_timer);
LOOP(loop_external);
LOOP(loop_own_ipi);
LOOP(loop_ipi);
LOOP(loop_wait);
LOOP(loop_sweep);

u64 this_hart, harts;

static u64 least(u64 a, u64 b) { return a < b ? a : b; }

static void on_trap(const char *handler) { csr_write(stvec, handler); }

static u64 plain(const void *loop, const struct arguments *arguments) {
  return run(loop, arguments->n, 0ul);
}

static u64 nothing(const struct arguments *a) { return plain(loop_nothing, a); }
static u64 call(const struct arguments *a) { return plain(loop_call, a); }
static u64 divide(const struct arguments *a) { return plain(loop_divide, a); }
static u64 write_register(const struct arguments *a) { return plain(loop_write_register, a); }
static u64 mask(const struct arguments *a) { return plain(loop_mask, a); }
static u64 hypercall(const struct arguments *a) { return plain(loop_hypercall, a); }

static u64 user(const char *loop, const struct arguments *arguments) {
  on_trap(on_call);
  return run(in_user_mode, arguments->n, USER_TEXT + (u64)(loop - user_text));
}

static u64 user_null(const struct arguments *a) { return user(user_nothing, a); }
static u64 system_call(const struct arguments *a) { return user(user_call, a); }
static u64 illegal(const struct arguments *a) { return user(user_illegal, a); }

/* At most as many pages as the window has; more repetitions are so many faults all the same. */
static u64 store_pages(u64 n, const char *handler, u64 before) {
  u64 faults = 0;
  on_trap(handler);
  while (n > 0) {
    u64 pages = least(n, MOST_PAGES);
    map_window(before);
    faults += run(loop_store_pages, pages, WINDOW, window_entries, entry_of(0, RW));
    n -= pages;
  }
  return faults;
}

static u64 demand(const struct arguments *a) { return store_pages(a->n, on_missing_page, 0); }

static u64 protect(const struct arguments *a) {
  return store_pages(a->n, on_protected_page, entry_of(0, V | R | A | D));
}

static u64 write_entry(const struct arguments *a) {
  map_window(entry_of(0, RW));
  return run(loop_write_entry, a->n, window_entries, entry_of(0, 0) ^ entry_of(1, 0), WINDOW);
}

static u64 remap(const struct arguments *a) {
  map_window(entry_of(0, RW));
  return run(loop_remap, a->n, window_entries, entry_of(0, 0) ^ entry_of(1, 0), WINDOW);
}

static u64 switch_spaces(const struct arguments *a) {
  map_window(entry_of(1, RW));
  return run(loop_switch, a->n, csr_read(satp), other_space(), WINDOW);
}

static u64 read_device(const struct arguments *a) { return run(loop_read_device, a->n, UART + 5); }
static u64 write_device(const struct arguments *a) { return run(loop_write_device, a->n, UART + 7); }

static u64 claim_register(void) { return PLIC + 0x200004 + 0x1000 * (2 * this_hart + 1); }

/* The loops let the UART ask: it has nothing to send, so it does at once. */
static void listen_to_uart(int on) {
  ((volatile u32 *)PLIC)[UART_SOURCE] = (u32)on;
  *(volatile u32 *)(claim_register() - 4) = 0; /* the threshold: firmware may have raised it */
  *(volatile u32 *)(PLIC + 0x2000 + 0x80 * (2 * this_hart + 1)) = (u32)on << UART_SOURCE;
}

static u64 claim(const struct arguments *a) {
  listen_to_uart(1);
  u64 claimed = run(loop_claim, a->n, claim_register(), UART + 1);
  listen_to_uart(0);
  return claimed;
}

/* Lets one kind of interrupt in while the loop runs. */
static u64 interrupted(const char *handler, u64 enabled, const void *loop, u64 n, u64 x) {
  on_trap(handler);
  csr_set(sie, enabled);
  csr_set(sstatus, 2);
  u64 taken = run(loop, n, x);
  csr_clear(sstatus, 2);
  csr_clear(sie, enabled);
  return taken;
}

static u64 external(const struct arguments *a) {
  listen_to_uart(1);
  on_trap(on_external_interrupt);
  csr_set(sie, 0x200);
  csr_set(sstatus, 2);
  u64 taken = run(loop_external, a->n, claim_register(), UART + 1);
  csr_clear(sstatus, 2);
  csr_clear(sie, 0x200);
  listen_to_uart(0);
  return taken;
}

static u64 software(const struct arguments *a) {
  return interrupted(on_software_interrupt, 2, loop_software_interrupt, a->n, 0);
}

static u64 timer(const struct arguments *a) {
  return interrupted(on_timer_interrupt, 0x20, loop_timer, a->n, 0);
}

static u64 own_ipi(const struct arguments *a) {
  return interrupted(on_software_interrupt, 2, loop_own_ipi, a->n, this_hart);
}

static volatile int second_is_here;

/* The other hart answers each call from now on. It has no need of paging. */
void second_main(void) {
  on_trap(on_call_from_hart);
  csr_set(sie, 2);
  csr_set(sstatus, 2);
  second_is_here = 1;
  for (;;) {
    asm volatile("wfi");
  }
}

static u64 ipi(const struct arguments *a) {
  u64 other = this_hart == 0 ? 1 : 0;
  if (harts < 2) {
    return 0;
  }
  if (!second_is_here) {
    sbi_call(SBI_HART_STATE, 0, other, (u64)second_start, 0);
    while (!second_is_here) {
    }
  }
  csr_clear(sip, 2);
  csr_set(sie, 2);
  u64 answers = run(loop_ipi, a->n, other);
  csr_clear(sie, 2);
  return answers;
}

static u64 wait(const struct arguments *a) {
  csr_set(sie, 0x20);
  u64 waits = run(loop_wait, a->n, a->ticks);
  csr_clear(sie, 0x20);
  sbi_call(SBI_TIME, 0, ~0ul, 0, 0);
  return waits;
}

static u64 sweep(const struct arguments *a) {
  map_window(entry_of(1, RW));
  return run(loop_sweep, a->n, WINDOW, a->pages, window_entries, a->remaps,
             entry_of(0, 0) ^ entry_of(1, 0));
}

static const struct {
  const char *name;
  u64 (*measure)(const struct arguments *);
} operations[] = {
    {"nothing", nothing},
    {"user", user_null},
    {"system-call", system_call},
    {"call", call},
    {"demand-page", demand},
    {"protected-page", protect},
    {"write-entry", write_entry},
    {"remap", remap},
    {"write-register", write_register},
    {"mask", mask},
    {"switch", switch_spaces},
    {"read-device", read_device},
    {"write-device", write_device},
    {"divide", divide},
    {"illegal", illegal},
    {"software", software},
    {"timer", timer},
    {"external", external},
    {"claim", claim},
    {"hypercall", hypercall},
    {"own-ipi", own_ipi},
    {"ipi", ipi},
    {"wait", wait},
    {"sweep", sweep},
};

const char *operation_name(int n) {
  return n < (int)(sizeof operations / sizeof *operations) ? operations[n].name : 0;
}

static void print_number(u64 value) {
  u64 digits = 1;
  for (u64 rest = value; rest >= 10; rest /= 10) {
    digits++;
  }
  for (; digits < 10; digits++) {
    print_char(' ');
  }
  print_decimal(value);
}

void measure(const struct arguments *arguments, int n) {
  u64 before = arguments->count ? csr_read(instret) : 0;
  u64 counted = operations[n].measure(arguments);
  u64 after = arguments->count ? csr_read(instret) : 0;
  on_trap(unexpected);
  print_padded(operations[n].name, 16);
  print_number(arguments->n);
  print_number(counted);
  if (arguments->count) {
    print_number(after - before);
  }
  print("\n");
}

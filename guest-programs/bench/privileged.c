/* Kernels that are all traps: what a monitor pays for each kind of exit. */
#include "bench.h"

#define COUNT 1000
#define TIMERS 100
#define FORK_PAGES 64

static u8 pages[WINDOW_PAGES][PAGE] __attribute__((aligned(4096)));
static u8 copies[FORK_PAGES][PAGE] __attribute__((aligned(4096)));
static u64 cold_data[256];
static int space;
static u64 faults;
void (*page_fault)(u64 address);

u64 call_machine(void) { return machine_calls(COUNT); }
u64 call_user(void) { return user_calls(COUNT, user_address(user_loop)); }
u64 call_system(void) { return system_calls(COUNT, user_address(user_loop)); }
u64 access_registers(void) { return register_accesses(COUNT); }
u64 return_to_self(void) { return supervisor_returns(COUNT); }
u64 read_device(void) { return device_reads(COUNT, UART + 7); }
u64 take_timer(void) { return timer_interrupts(TIMERS); }

static void fence_page(u64 address) { asm volatile("sfence.vma %0" ::"r"(address) : "memory"); }
static void fence_all(void) { asm volatile("sfence.vma" ::: "memory"); }
static u64 *at(u64 page) { return (u64 *)(WINDOW + page * PAGE); }

static void map(int where, u64 count, u64 bits) {
  for (u64 i = 0; i < count; i++) {
    space_window(where)[i] = bits == 0 ? 0 : entry_of(pages[i], bits);
  }
  fence_all();
}

u64 fence_pages(void) {
  map(0, 8, V | R | W | A | D);
  for (u64 i = 0; i < 8; i++) {
    *at(i) = i + 1;
  }
  return fences(COUNT, WINDOW);
}

static void on_missing(u64 address) {
  u64 page = (address - WINDOW) / PAGE;
  space_window(0)[page] = entry_of(pages[page], V | R | W | A | D);
  fence_page(address);
  faults++;
}

/* Each page of the window is stored to, and mapped when that faults. */
u64 fill_pages(void) {
  map(0, WINDOW_PAGES, 0);
  page_fault = on_missing;
  csr_write(stvec, on_page_fault);
  faults = 0;
  for (u64 i = 0; i < WINDOW_PAGES; i++) {
    *(volatile u64 *)at(i) = i;
  }
  csr_write(stvec, unexpected);
  return faults;
}

/* The first to store to a shared page gets a copy; then the other has the page alone. */
static void on_shared(u64 address) {
  u64 page = (address - WINDOW) / PAGE;
  if (space == 1) {
    copy(copies[page], pages[page], PAGE);
    space_window(1)[page] = entry_of(copies[page], V | R | W | A | D);
  } else {
    space_window(0)[page] |= W;
  }
  fence_page(address);
  faults++;
}

static u64 store_all(int where, u64 step) {
  space = where;
  space_use(where);
  u64 sum = 0;
  for (u64 i = 0; i < FORK_PAGES; i += step) {
    *(volatile u64 *)at(i) = i + (u64)where;
    sum = sum * 31 + *(volatile u64 *)at(i);
  }
  return sum;
}

/* A space is made of another as fork does it: entries copied, all read-only, pages copied when one
 * of the two stores to them. The child stores to every second page and ends. */
u64 fork_space(void) {
  map(0, FORK_PAGES, V | R | W | A | D);
  page_fault = on_shared;
  csr_write(stvec, on_page_fault);
  faults = 0;
  u64 sum = store_all(0, 1);
  for (u64 i = 0; i < FORK_PAGES; i++) {
    space_window(0)[i] &= ~(u64)W;
    space_window(1)[i] = space_window(0)[i];
  }
  fence_all();
  sum = sum * 31 + store_all(1, 2);
  sum = sum * 31 + store_all(0, 1);
  csr_write(stvec, unexpected);
  return sum * 31 + faults;
}

u64 run_cold(void) {
  for (u64 i = 0; i < 256; i++) {
    cold_data[i] = i << 56;
  }
  return cold_code(1, cold_data);
}

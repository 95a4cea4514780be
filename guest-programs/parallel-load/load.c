// The first process of a Linux machine: a thread on each hart, and rounds in which they change
// mappings, fork, count, pass messages and sum up together, each of them checked. It says whether
// all held, and switches the machine off.
#include "load.h"

struct shared shared;
static u64 stacks[MOST_THREADS][PAGE];

static void print(const char *text) {
  u64 length = 0;
  while (text[length] != 0) length++;
  call(SYS_WRITE, 1, (long)text, (long)length, 0, 0, 0);
}

static void print_number(u64 number) {
  char digits[24];
  u32 at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = (char)('0' + number % 10); while ((number /= 10) != 0);
  print(&digits[at]);
}

static void power_off(void) {
  call(SYS_REBOOT, (long)0xfee1dead, 672274793, 0x4321fedc, 0, 0, 0);
  for (;;) {}
}

void fail(const char *what) {
  print("parallel-load: FAILED: ");
  print(what);
  print("\n");
  power_off();
}

static struct worker *self(void) {
  register struct worker *tp __asm__("tp");
  __asm__("" : "=r"(tp));
  return tp;
}

extern u8 try_load_here[], try_store_here[];

struct context { u8 before[176]; u64 pc; };

// An access that was refused: goes on behind it, if it is one of those that may be.
static void refused(int signal, void *information, struct context *context) {
  (void)signal, (void)information;
  if (context->pc != (u64)try_load_here && context->pc != (u64)try_store_here) {
    fail("an access was refused that should not have been");
  }
  self()->faults++;
  context->pc += 4;
}

void barrier(void) {
  u32 phase = __atomic_load_n(&shared.phase, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&shared.arrived, 1, __ATOMIC_ACQ_REL) == shared.threads) {
    shared.arrived = 0;
    __atomic_store_n(&shared.phase, phase + 1, __ATOMIC_RELEASE);
    futex_wake(&shared.phase, MOST_THREADS);
  } else {
    while (__atomic_load_n(&shared.phase, __ATOMIC_ACQUIRE) == phase) {
      futex_wait(&shared.phase, phase);
    }
  }
}

static u64 rounds = 100;

void work(struct worker *me) {
  u64 hart = 1ul << me->id;
  call(SYS_SCHED_SETAFFINITY, 0, sizeof hart, (long)&hart, 0, 0, 0);
  for (u64 round = 0; round < rounds; round++) {
    unmapping_reaches_all(me);
    remapping_reaches_all(me);
    protection_reaches_all(me);
    fork_copies(me);
    ring_of_pipes(me);
    counting(me);
    checksum(me);
    if (me->id == 0 && (round + 1) * 10 / rounds != round * 10 / rounds) {
      print("parallel-load: round ");
      print_number(round + 1);
      print(" of ");
      print_number(rounds);
      print("\n");
    }
  }
  barrier();
}

// A word NAME=NUMBER of the kernel's command line, which Linux hands on as environment.
static void take_rounds(char **environment) {
  for (; *environment != 0; environment++) {
    const char *word = *environment, *name = "rounds=";
    while (*name != 0 && *word == *name) word++, name++;
    if (*name == 0) {
      for (rounds = 0; *word >= '0' && *word <= '9'; word++) rounds = rounds * 10 + (*word - '0');
    }
  }
}

static u32 count_harts(void) {
  u64 set = 0;
  call(SYS_SCHED_GETAFFINITY, 0, sizeof set, (long)&set, 0, 0, 0);
  u32 count = 0;
  for (; set != 0; set &= set - 1) count++;
  return count < MOST_THREADS ? count : MOST_THREADS;
}

void run(u64 *start) {
  take_rounds((char **)(start + 1 + start[0] + 1));
  struct worker *first = &shared.workers[0];
  __asm__ volatile("mv tp, %0" : : "r"(first));
  struct { void *handler; u64 flags, mask; } action = {(void *)refused, SA_SIGINFO, 0};
  call(SYS_RT_SIGACTION, SIGSEGV, (long)&action, 0, 8, 0, 0);
  shared.threads = count_harts();
  shared.page = map(0, PAGE, 0);
  shared.words = map(0, WORDS * sizeof(u64), 0);
  int pipes[MOST_THREADS][2];
  for (u32 i = 0; i < shared.threads; i++) {
    if (call(SYS_PIPE2, (long)pipes[i], 0, 0, 0, 0, 0) != 0) fail("no pipe");
  }
  for (u32 i = 0; i < shared.threads; i++) {
    struct worker *worker = &shared.workers[i];
    worker->id = i;
    worker->input = pipes[i][0];
    worker->output = pipes[(i + 1) % shared.threads][1];
    if (i > 0 && start_thread(&stacks[i][PAGE], worker) < 0) fail("no thread");
  }
  work(first);
  u64 faults = 0;
  for (u32 i = 0; i < shared.threads; i++) faults += shared.workers[i].faults;
  print("parallel-load: PASSED: ");
  print_number(shared.threads);
  print(" harts, ");
  print_number(rounds);
  print(" rounds, ");
  print_number(faults);
  print(" refused accesses\n");
  power_off();
}

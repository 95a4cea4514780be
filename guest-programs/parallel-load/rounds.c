// The rounds. In the first three, one thread changes how a page is mapped while the others use it
// without ever entering the kernel: what it then says, by a flag, must hold on every hart, which
// takes a fence on each of them.
#include "load.h"

static int is_gone(void) { return __atomic_load_n(&shared.gone, __ATOMIC_ACQUIRE) != 0; }
static void say_gone(void) { __atomic_store_n(&shared.gone, 1, __ATOMIC_RELEASE); }
static void pause_for(u64 turns) { while (turns-- > 0) __asm__ volatile(""); }

static void begin(struct worker *self) {
  barrier();
  if (self->id == 0) {
    shared.gone = 0;
    shared.page[0] = ++shared.generation;
  }
  barrier();
}

void unmapping_reaches_all(struct worker *self) {
  begin(self);
  if (self->id == 0) {
    pause_for(2000);
    protect(shared.page, PAGE, PROT_NONE);
    say_gone();
  } else {
    for (int last = 0; !last;) {
      last = is_gone();
      u64 before = self->faults;
      u64 seen = (u64)try_load(shared.page);
      int refused = self->faults != before;
      if (!refused && last) fail("a page was read after it had been taken away");
      if (!refused && seen != shared.generation) fail("a page did not hold what it should");
    }
  }
  barrier();
  if (self->id == 0) protect(shared.page, PAGE, PROT_READ | PROT_WRITE);
}

void remapping_reaches_all(struct worker *self) {
  begin(self);
  u64 old = shared.generation;
  barrier();
  if (self->id == 0) {
    pause_for(1000);
    if (map(shared.page, PAGE, MAP_FIXED) != shared.page) fail("no page");
    shared.page[0] = ++shared.generation;
    say_gone();
  } else {
    for (int last = 0; !last;) {
      last = is_gone();
      u64 before = self->faults;
      u64 seen = (u64)try_load(shared.page);
      if (self->faults != before && last) fail("a new page was refused");
      if (last && seen != old + 1) fail("the old page was read after another had taken its place");
    }
  }
}

void protection_reaches_all(struct worker *self) {
  begin(self);
  u64 *mine = &shared.page[8 * (self->id + 1)];
  if (self->id == 0) {
    pause_for(2000);
    protect(shared.page, PAGE, PROT_READ);
    say_gone();
    u64 sum = 0, again = 0;
    for (u32 i = 0; i < PAGE / 8; i++) sum += shared.page[i];
    pause_for(2000);
    for (u32 i = 0; i < PAGE / 8; i++) again += shared.page[i];
    if (sum != again) fail("a page changed after it had been made read-only");
  } else {
    u64 stores = 0;
    for (int last = 0; !last;) {
      last = is_gone();
      u64 before = self->faults;
      try_store(mine, stores + 1);
      int refused = self->faults != before;
      if (!refused) stores++;
      if (!refused && last) fail("a page was written after it had been made read-only");
    }
    if (*mine != stores) fail("a store was lost");
  }
  barrier();
  if (self->id == 0) protect(shared.page, PAGE, PROT_READ | PROT_WRITE);
  barrier();
}

// One forks while the others store: what is copied on writing must lose none of their stores.
void fork_copies(struct worker *self) {
  u64 *mine = &shared.page[8 * (self->id + 1)];
  *mine = 0;
  begin(self);
  if (self->id == 0) {
    u64 generation = shared.generation;
    long child = call(SYS_CLONE, SIGCHLD, 0, 0, 0, 0, 0);
    if (child == 0) {
      int right = shared.page[0] == generation;
      shared.page[0] = 0;
      call(SYS_EXIT, right ? 42 : 1, 0, 0, 0, 0, 0);
    }
    if (child < 0) fail("no fork");
    u32 status = 0;
    if (call(SYS_WAIT4, child, (long)&status, 0, 0, 0, 0) != child) fail("the child is lost");
    if (status != 42 << 8) fail("a child did not find its parent's memory");
    if (shared.page[0] != generation) fail("a child wrote to its parent's memory");
    say_gone();
  } else {
    u64 stores = 0;
    while (!is_gone()) {
      if (*(volatile u64 *)mine != stores) fail("a store was lost when the page was copied");
      *(volatile u64 *)mine = ++stores;
    }
  }
  barrier();
}

void ring_of_pipes(struct worker *self) {
  enum { LAPS = 4 };
  u64 token = shared.generation;
  for (u64 lap = 0; lap < LAPS; lap++) {
    if (self->id == 0) call(SYS_WRITE, self->output, (long)&token, sizeof token, 0, 0, 0);
    if (call(SYS_READ, self->input, (long)&token, sizeof token, 0, 0, 0) != sizeof token) {
      fail("a pipe gave nothing");
    }
    token = token * 3 + self->id;
    if (self->id != 0) call(SYS_WRITE, self->output, (long)&token, sizeof token, 0, 0, 0);
  }
  if (self->id == 0) {
    u64 expected = shared.generation;
    for (u64 lap = 0; lap < LAPS; lap++) {
      for (u64 id = 1; id < shared.threads; id++) expected = expected * 3 + id;
      expected = expected * 3;
    }
    if (token != expected) fail("a message was changed on its way");
  }
  barrier();
}

static void lock(void) {
  u32 seen = 0;
  if (__atomic_compare_exchange_n(&shared.lock, &seen, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
    return;
  }
  while (__atomic_exchange_n(&shared.lock, 2, __ATOMIC_ACQUIRE) != 0) futex_wait(&shared.lock, 2);
}

static void unlock(void) {
  if (__atomic_exchange_n(&shared.lock, 0, __ATOMIC_RELEASE) == 2) futex_wake(&shared.lock, 1);
}

void counting(struct worker *self) {
  enum { TIMES = 200 };
  if (self->id == 0) shared.counted = shared.added = shared.reserved = 0;
  barrier();
  for (u32 i = 0; i < TIMES; i++) {
    lock();
    shared.counted++;
    unlock();
    __atomic_fetch_add(&shared.added, self->id + 1, __ATOMIC_RELAXED);
    u64 old = __atomic_load_n(&shared.reserved, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&shared.reserved, &old, old + 1, 1, __ATOMIC_RELAXED,
                                        __ATOMIC_RELAXED)) {}
  }
  barrier();
  u64 threads = shared.threads;
  if (self->id == 0 && shared.counted != threads * TIMES) fail("the lock let two in");
  if (self->id == 0 && shared.added != threads * (threads + 1) / 2 * TIMES) fail("an AMO was lost");
  if (self->id == 0 && shared.reserved != threads * TIMES) fail("an SC was lost");
}

static u64 mixed(u64 value) {
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

static u64 sum(u64 first, u64 last) {
  u64 sum = 0;
  for (u64 i = first; i < last; i++) sum += mixed(shared.words[i] + i);
  return sum;
}

void checksum(struct worker *self) {
  u64 threads = shared.threads;
  if (self->id == 0) {
    for (u64 i = 0; i < WORDS; i++) shared.words[i] = mixed(shared.generation * WORDS + i);
  }
  barrier();
  self->part = sum(WORDS * self->id / threads, WORDS * (self->id + 1) / threads);
  barrier();
  if (self->id == 0) {
    u64 together = 0;
    for (u32 i = 0; i < threads; i++) together += shared.workers[i].part;
    if (together != sum(0, WORDS)) fail("the sums of the parts are not the sum of the whole");
  }
}

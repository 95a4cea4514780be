// What the threads of the load share.
#ifndef LOAD_H
#define LOAD_H

#include "linux.h"

enum { MOST_THREADS = 8, PAGE = 4096, WORDS = 4096 };

struct worker {
  u64 id;
  u64 faults;       // accesses that the kernel refused, taken back by the handler
  u64 stores;       // into its own word of the page, all of which must be there afterwards
  u64 part;         // its part of the parallel checksum
  int input, output; // its place in the ring of pipes
};

struct shared {
  u32 threads;
  u32 arrived, phase;         // the barrier
  u32 lock;                   // of the counter below: 0 free, 1 taken, 2 taken and waited for
  u64 counted;                // under the lock
  u64 added, reserved;        // by AMO, by LR/SC
  u64 generation;             // what a page that is mapped holds
  u32 gone;                   // since when the page's mapping is another
  u64 *page;                  // the page whose mapping changes
  u64 *words;                 // what is summed up
  struct worker workers[MOST_THREADS];
};

extern struct shared shared;

long start_thread(void *stack_end, struct worker *self);
long try_load(u64 *address);
long try_store(u64 *address, u64 value);
void fail(const char *what);
void barrier(void);

// The rounds, each carried out by all threads together; thread 0 leads.
void unmapping_reaches_all(struct worker *self);
void remapping_reaches_all(struct worker *self);
void protection_reaches_all(struct worker *self);
void fork_copies(struct worker *self);
void ring_of_pipes(struct worker *self);
void counting(struct worker *self);
void checksum(struct worker *self);

#endif

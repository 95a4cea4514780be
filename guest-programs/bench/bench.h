/* The kernels: what the parts offer each other. */
#pragma once
#include "bare.h"

typedef unsigned short u16;

/* One thing to be timed. An iteration does the same work each time, whatever came before it. */
struct kernel {
  const char *name;
  u64 operations;         /* that one iteration does: calls, hops, steps */
  int needs_paging;
  void (*prepare)(void);  /* once, before all iterations; or 0 */
  u64 (*iterate)(void);   /* one iteration; its checksum */
};
extern const struct kernel kernels[]; /* until one without a name */

enum paging { OFF, LARGE, SMALL };

/* The boot arguments. */
struct arguments {
  char kernel[16]; /* or "all" */
  u64 n;           /* iterations */
  u64 warm;        /* iterations before them */
  u64 laps;        /* how often all is done again, each time with twice the iterations */
  enum paging paging;
  int count;       /* whether instructions are printed */
};

/* arguments.c: what is not said stays. Says what is wrong and ends the machine if something is. */
void read_arguments(struct arguments *arguments, const void *device_tree);
int is_same(const char *a, const char *b);

/* paging.c: devices and RAM where they are, and a window of pages that kernels map and unmap. */
#define PAGE 4096ul
#define WINDOW 0x100000000ul
#define WINDOW_PAGES 256u
#define USER_TEXT 0x140000000ul
#define CHASE_BASE 0x83000000ul /* 64 MiB that are the pointer chase's */
#define CHASE_SIZE (64ul << 20)
enum { V = 1, R = 2, W = 4, X = 8, U = 16, A = 64, D = 128 };
void paging_start(enum paging paging);
u64 user_address(const void *text); /* where U-mode finds it */
u64 *space_window(int space);       /* the window's entries in space 0, the usual one, or 1 */
void space_use(int space);          /* goes on in that space */
u64 entry_of(const void *page, u64 bits);

/* loops.S: each does its operation n times, and gives what was counted. */
u64 machine_calls(u64 n);
u64 user_calls(u64 n, u64 user_text);
u64 system_calls(u64 n, u64 user_text);
u64 register_accesses(u64 n);
u64 supervisor_returns(u64 n);
u64 device_reads(u64 n, u64 address);
u64 fences(u64 n, u64 window);
u64 timer_interrupts(u64 n);
u64 cold_code(u64 seed, void *data); /* cold.S */
extern const char user_loop[], unexpected[], on_page_fault[];
extern void (*page_fault)(u64 address);

u64 random_next(u64 *state); /* main.c: the same numbers on every machine */
void copy(void *to, const void *from, u64 bytes);

u64 mix(void), records(void), sha256(void), sort(void), compress(void), bytecode(void);
u64 matmul(void), nbody(void), chase(void);
void chase_prepare(void), mix_prepare(void), compress_prepare(void), matmul_prepare(void);
u64 call_machine(void), call_user(void), call_system(void), access_registers(void);
u64 return_to_self(void);
u64 read_device(void), fence_pages(void), take_timer(void), fill_pages(void), fork_space(void);
u64 run_cold(void);

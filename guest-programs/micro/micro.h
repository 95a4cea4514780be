/* The micro-operations: what the parts offer each other. */
#pragma once
#include "bare.h"

#define PAGE 4096ul

/* The window: virtual addresses with a table entry for each 4 KiB page, all in one array. */
#define WINDOW 0x100000000ul
#define MOST_PAGES 16384u
#define USER_TEXT 0x140000000ul

enum { V = 1, R = 2, W = 4, X = 8, U = 16, A = 64, D = 128 };

/* The boot arguments. */
struct arguments {
  char operation[24]; /* or "all" */
  u64 n;              /* repetitions */
  u64 pages, remaps;  /* of a sweep's round */
  u64 ticks;          /* to sleep, of the 10 MHz timebase */
  int count;          /* whether instructions are printed */
};

/* arguments.c: what is not said stays. Says what is wrong and ends the machine if something is. */
void read_arguments(struct arguments *arguments, const void *device_tree);

/* paging.c */
void paging_start(void);
u64 frame(int n);           /* physical address of one of the two frames; each word of frame 1 is 1 */
u64 entry_of(int n, u64 bits);
void map_window(u64 entry); /* every page of it, or none with 0 */
extern u64 window_entries[MOST_PAGES];
u64 other_space(void);      /* satp of a second space: the window's first page is frame 0 there */

/* operations.c */
void measure(const struct arguments *arguments, int n);
const char *operation_name(int n); /* or 0 */

/* supervisor.S: calls loop(n, ...) with up to five arguments more. Gives what was counted. */
u64 run(const void *loop, u64 n, ...);
extern const char unexpected[], on_call[], on_missing_page[], on_protected_page[],
    on_software_interrupt[], on_timer_interrupt[], on_external_interrupt[], on_call_from_hart[],
    second_start[], user_text[], user_nothing[], user_call[], user_illegal[];

struct sbi_result {
  long error;
  u64 value;
};
static inline struct sbi_result sbi_call(u64 extension, u64 function, u64 x, u64 y, u64 z) {
  register u64 a0 asm("a0") = x;
  register u64 a1 asm("a1") = y;
  register u64 a2 asm("a2") = z;
  register u64 a6 asm("a6") = function;
  register u64 a7 asm("a7") = extension;
  asm volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a6), "r"(a7) : "memory");
  return (struct sbi_result){(long)a0, a1};
}
#define SBI_TIME 0x54494d45
#define SBI_HART_STATE 0x48534d

/* The hart that the program began on, and how many there are. */
extern u64 this_hart, harts;

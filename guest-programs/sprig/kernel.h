/* The kernel's parts and what each offers the others. */
#pragma once
#include "abi.h"

/* Physical memory appears in the upper half of every address space, moved by KERNEL_BASE. */
#define KERNEL_BASE 0xffffffc000000000ul
#define PHYSICAL(pointer) ((u64)(pointer) - KERNEL_BASE)
#define VIRTUAL(physical) ((void *)((u64)(physical) + KERNEL_BASE))
#define RAM 0x80000000ul
#define PAGE 4096ul

#define csr_read(name)                                          \
  ({                                                            \
    u64 value_;                                                 \
    asm volatile("csrr %0, " #name : "=r"(value_)::"memory");   \
    value_;                                                     \
  })
#define csr_write(name, value) asm volatile("csrw " #name ", %0" ::"r"((u64)(value)) : "memory")
#define csr_set(name, bits) asm volatile("csrs " #name ", %0" ::"r"((u64)(bits)) : "memory")
#define csr_clear(name, bits) asm volatile("csrc " #name ", %0" ::"r"((u64)(bits)) : "memory")

#define SSTATUS_SIE (1ul << 1)
#define SSTATUS_SPIE (1ul << 5)
#define SSTATUS_SPP (1ul << 8)
#define SSTATUS_FS (3ul << 13)
#define SSTATUS_FS_CLEAN (2ul << 13)
#define SSTATUS_FS_DIRTY (3ul << 13)
#define SSTATUS_SUM (1ul << 18)
#define TIMER_INTERRUPT 5
#define EXTERNAL_INTERRUPT 9

/* The registers of what a trap interrupted, in the order in which trap.S saves them. */
struct frame {
  u64 x[32]; /* x[0] is not used */
  u64 pc;
  u64 status; /* sstatus */
};
enum { SP = 2, A0 = 10, A1 = 11, A2 = 12, A7 = 17 };

/* platform-machine.c or platform-sbi.c: what is below the kernel. */
void platform_start(u64 hart);
void platform_write(const char *text, u64 length); /* a kernel address */
int platform_read(void);                           /* a character, or -1 */
void platform_listen(int on);                      /* whether a character interrupts */
void platform_off(int code) __attribute__((noreturn));

/* sbi.h's set_timer, wherever it is answered. */
void platform_set_timer(u64 time);

/* console.c */
void print(const char *format, ...); /* %s, %d (u64), %x (u64) */
void panic(const char *what) __attribute__((noreturn));
void console_poll(void);                       /* takes what has been typed, if it is wanted */
u64 console_read_line(char *line, u64 length); /* waits for a line */

/* devicetree.c: finds a property of the n-th node of that name, wherever it is. */
int device_tree_start(const void *tree);
const u8 *device_tree_find(const char *node, int n, const char *property);
u32 cell(const u8 *at);   /* 32 bits */
u64 cells(const u8 *at);  /* 64 bits */

/* memory.c: pages and page tables. */
enum { V = 1, R = 2, W = 4, X = 8, U = 16, G = 32, A = 64, D = 128 };
void memory_start(u64 ram_end);
void *page_take(void); /* zeroed; the machine stops when there is none */
void page_return(void *page);
extern u64 *kernel_root;
extern u64 asids; /* how many the hart has */
u64 *new_address_space(void);
void drop_address_space(u64 *root, u64 asid);
void map(u64 *root, u64 address, u64 physical, u64 size, u64 bits);
u64 *leaf_entry(u64 *root, u64 address); /* or 0 */
u64 count_user_pages(u64 *root);

/* process.c */
#define PROCESSES 16
#define OPEN_FILES 8
#define STACK_TOP 0x40000000ul
#define STACK_LIMIT (STACK_TOP - 16 * PAGE)

struct process {
  enum { FREE, READY, WAITING, ENDED } state;
  int id;
  struct process *parent;
  char name[NAME_LENGTH];
  u64 *root; /* of its page table */
  u64 asid;
  u64 heap_start, heap_end;
  u64 *kernel_sp; /* where switch_stacks left it */
  u64 wake_tick;
  const void *event; /* what it waits for, or 0 */
  int status;        /* what it ended with */
  struct {
    int file; /* -1: not open */
    u64 offset;
  } open[OPEN_FILES];
  u64 floating[33]; /* f0 to f31 and fcsr, when FS is not Dirty */
};
extern struct process processes[PROCESSES];
extern struct process *current;

int spawn(const char *program, const char *arguments);
void end_process(int status) __attribute__((noreturn));
int wait_for_child(int id, int *status);
void wait_for(const void *event); /* until wake() is called with the same */
void wake(const void *event);
void sleep_until(u64 tick);
void schedule(void); /* lets the next process run */
void wake_sleepers(void);
void use_floating(void); /* the first time that the current process wants to */

#ifdef UNIX_CALLS
/* process.c, and pipe.c: fork, exec and pipes. */
int fork(void);
s64 exec(const char *program, const char *arguments); /* what its main is given, -1: not possible */
#define PIPE_FILES 0x10000 /* an open file from here on is an end of a pipe */
int pipe_make(void);       /* its end for reading, one more is that for writing; -1: none is left */
void pipe_hold(int end);   /* one more process has this end open */
void pipe_close(int end);
u64 pipe_read(int end, char *buffer, u64 length); /* waits for one byte; 0: no writer is left */
u64 pipe_write(int end, const char *buffer, u64 length); /* waits for room; less: no reader is */
#endif

/* user.c: user programs' memory. Results: 1 when it could be done, 0 when not. */
int provide_page(struct process *process, u64 address, u64 needed); /* needed: R, W or X */
int copy_from_user(void *to, u64 user, u64 length);
int copy_to_user(u64 user, const void *from, u64 length);
int copy_text_from_user(char *text, u64 user, u64 size); /* up to its zero */
int load_program(struct process *process, int file, u64 *entry);

/* trap.c, trap.S */
extern struct clock_page clock_page;
void clock_start(void);
void external_interrupt(void);
void leave_trap(void);
void switch_stacks(u64 **save, u64 *next);
void save_floating(u64 *to);
void load_floating(const u64 *from);

/* syscall.c */
void system_call(struct frame *frame);

/* plic.c */
void plic_start(u64 hart);
void plic_enable(u32 source);
u32 plic_claim(void);
void plic_complete(u32 source);

/* disk.c: blocks of 512 bytes on a virtio disk, or in memory when there is none. */
#define BLOCK 512
void disk_start(void);
void disk_use_memory(void);
void disk_read(u32 block, void *buffer);
void disk_write(u32 block, const void *buffer);
u32 disk_source(void); /* of its interrupt, or 0 */
void disk_interrupt(void);

/* files.c: a flat directory of files. */
void files_start(void);
int file_find(const char *name);   /* -1: not there */
int file_create(const char *name); /* an empty one; -1: no room */
void file_remove(int file);
u64 file_read(int file, u64 offset, void *buffer, u64 length);
u64 file_write(int file, u64 offset, const void *buffer, u64 length);
int file_describe(int n, struct file_info *info); /* 0: there are not so many */

/* Small things that every part needs. */
static inline u64 least(u64 a, u64 b) { return a < b ? a : b; }

static inline int same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++, b++;
  }
  return *a == *b;
}
void *memcpy(void *to, const void *from, u64 length);
void *memset(void *to, int value, u64 length);

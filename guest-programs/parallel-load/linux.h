// What the program asks of a Linux kernel: system calls by number, without a C library.
#ifndef LINUX_H
#define LINUX_H

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

enum number {
  SYS_PIPE2 = 59, SYS_READ = 63, SYS_WRITE = 64, SYS_EXIT = 93, SYS_FUTEX = 98,
  SYS_SCHED_SETAFFINITY = 122, SYS_SCHED_GETAFFINITY = 123, SYS_RT_SIGACTION = 134,
  SYS_REBOOT = 142, SYS_MUNMAP = 215, SYS_CLONE = 220, SYS_MMAP = 222, SYS_MPROTECT = 226,
  SYS_WAIT4 = 260
};

enum { PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2 };
enum { MAP_PRIVATE = 2, MAP_FIXED = 16, MAP_ANONYMOUS = 32 };
enum { FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129 };
enum { SIGSEGV = 11, SIGCHLD = 17, SA_SIGINFO = 4 };
// CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS
enum { CLONE_AS_THREAD = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000 | 0x80000 };

static inline long call(long number, long a, long b, long c, long d, long e, long f) {
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  register long a3 __asm__("a3") = d;
  register long a4 __asm__("a4") = e;
  register long a5 __asm__("a5") = f;
  register long a7 __asm__("a7") = number;
  __asm__ volatile("ecall"
                   : "+r"(a0)
                   : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7)
                   : "memory");
  return a0;
}

static inline void *map(void *at, u64 bytes, int flags) {
  return (void *)call(SYS_MMAP, (long)at, (long)bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static inline void protect(void *at, u64 bytes, int protection) {
  call(SYS_MPROTECT, (long)at, (long)bytes, protection, 0, 0, 0);
}

static inline void futex_wait(u32 *word, u32 expected) {
  call(SYS_FUTEX, (long)word, FUTEX_WAIT_PRIVATE, (long)expected, 0, 0, 0);
}

static inline void futex_wake(u32 *word, int count) {
  call(SYS_FUTEX, (long)word, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}

#endif

/* What a user program has: the system calls and a few functions over them. */
#pragma once
#include "../abi.h"

static inline s64 system_call(u64 number, u64 x, u64 y, u64 z) {
  register u64 a0 asm("a0") = x;
  register u64 a1 asm("a1") = y;
  register u64 a2 asm("a2") = z;
  register u64 a7 asm("a7") = number;
  asm volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
  return (s64)a0;
}

static inline int spawn(const char *program, const char *arguments) {
  return (int)system_call(CALL_SPAWN, (u64)program, (u64)arguments, 0);
}
static inline int wait(int id, int *status) {
  return (int)system_call(CALL_WAIT, (u64)id, (u64)status, 0);
}
static inline void yield(void) { system_call(CALL_YIELD, 0, 0, 0); }
static inline void sleep_until(u64 tick) { system_call(CALL_SLEEP, tick, 0, 0); }
static inline u64 uptime(void) { return (u64)system_call(CALL_UPTIME, 0, 0, 0); }
static inline void *grow(u64 bytes) { return (void *)system_call(CALL_GROW, bytes, 0, 0); }
static inline int open(const char *name, int create) {
  return (int)system_call(CALL_OPEN, (u64)name, (u64)create, 0);
}
static inline void close(int file) { system_call(CALL_CLOSE, (u64)file, 0, 0); }
static inline s64 read(int file, void *buffer, u64 length) {
  return system_call(CALL_READ, (u64)file, (u64)buffer, length);
}
static inline s64 write(int file, const void *buffer, u64 length) {
  return system_call(CALL_WRITE, (u64)file, (u64)buffer, length);
}
static inline int list(int n, struct file_info *info) {
  return (int)system_call(CALL_LIST, (u64)n, (u64)info, 0);
}
static inline int remove(const char *name) {
  return (int)system_call(CALL_REMOVE, (u64)name, 0, 0);
}
static inline int describe_process(int n, struct process_info *info) {
  return (int)system_call(CALL_PROCESSES, (u64)n, (u64)info, 0);
}
/* Only in kernels that are built with UNIX_CALLS. */
static inline int fork(void) { return (int)system_call(CALL_FORK, 0, 0, 0); }
static inline int exec(const char *program, const char *arguments) {
  return (int)system_call(CALL_EXEC, (u64)program, (u64)arguments, 0);
}
static inline int pipe(int ends[2]) { return (int)system_call(CALL_PIPE, (u64)ends, 0, 0); }
static inline void exit(int status) { system_call(CALL_EXIT, (u64)status, 0, 0); }
static inline void halt(int code) { system_call(CALL_HALT, (u64)code, 0, 0); }

#define CLOCK ((const struct clock_page *)CLOCK_PAGE)

/* lib.c. Output goes out when a line is full or at flush(), one system call for all of it, so that
   lines of several processes do not mix. */
void print(const char *format, ...); /* %s, %d (int), and %Ns, %Nd: N columns wide */
void flush(void);
int same(const char *a, const char *b);
u64 length_of(const char *text);
int number(const char *text); /* what it begins with, in decimal */
const char *word(const char *text, char *first, u64 size); /* takes the first word off */

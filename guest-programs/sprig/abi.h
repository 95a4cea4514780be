/* What the kernel and the user programs agree on. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long s64;

/* A system call is an ECALL with its number in a7, arguments in a0 to a2, and its result in a0.
   A negative result says that it failed. */
enum {
  CALL_EXIT,      /* (status): ends this process */
  CALL_SPAWN,     /* (program, arguments): starts a program from the file system; its process id */
  CALL_WAIT,      /* (id or 0 for any, &status): waits for a child to end; its id */
  CALL_YIELD,     /* (): lets the next process run */
  CALL_SLEEP,     /* (tick): does nothing until then */
  CALL_UPTIME,    /* (): ticks since the start */
  CALL_GROW,      /* (bytes): makes the heap larger; where the new part starts */
  CALL_OPEN,      /* (name, create): a number for the file */
  CALL_CLOSE,     /* (file) */
  CALL_READ,      /* (file, buffer, length): the bytes read, 0 at the end; file 0 is the console */
  CALL_WRITE,     /* (file, buffer, length): the bytes written; file 1 is the console */
  CALL_LIST,      /* (n, &file_info): describes the n-th file */
  CALL_REMOVE,    /* (name): removes a file */
  CALL_PROCESSES, /* (n, &process_info): describes the n-th place in the process table */
  CALL_HALT,      /* (code): turns the machine off */

  /* Only in kernels that are built with UNIX_CALLS. */
  CALL_FORK, /* (): a copy of this process; the copy's id here, 0 in the copy */
  CALL_EXEC, /* (program, arguments): this process goes on with another program */
  CALL_PIPE, /* (&numbers): two files, what is written to the second is read from the first */
};

#define NAME_LENGTH 24 /* of a file or a process, the zero at the end included */

struct file_info {
  char name[NAME_LENGTH];
  u64 size; /* bytes */
};

struct process_info {
  char name[NAME_LENGTH];
  char state[12];
  int id; /* 0: nobody is here */
  int parent;
  u64 pages; /* of 4096 bytes, in use by the program itself */
};

/* A page that every process can read and none can write: the kernel counts ticks in it, so that a
   program can see time pass without a system call. */
#define CLOCK_PAGE 0x8000ul
struct clock_page {
  volatile u64 ticks;
};

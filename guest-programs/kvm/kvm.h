// The parts of the program: what each does for the others.
#ifndef KVM_H
#define KVM_H

#include "linux.h"

#define PAGE 0x1000ul
#define MEGABYTE 0x100000ul
#define MEMORY_BASE 0x80000000ul
#define LOAD_OFFSET (2 * MEGABYTE)  // where a kernel lies in memory
#define UART_BASE 0x10000000ul
#define UART_BYTES 0x100ul

// The memory of the machine that is run: guest-physical address MEMORY_BASE is at memory.
struct guest {
  u8 *memory;
  u64 bytes;
};

// text.c: what is printed. The guest's console comes a line at a time.
void print(const char *text);
void print_number(u64 number);
void print_hex(u64 number);
void console_put(u8 byte);
void console_flush(void);
__attribute__((noreturn)) void fail(const char *what);
u64 length_of(const char *text);
int is(const char *text, const char *other);

// load.c: places a file in the guest's memory.
//   load_payload  an ELF at its physical addresses, anything else at LOAD_OFFSET; its entry
//   load_file     at an offset into memory, or so that it ends below one; how many bytes
u64 load_payload(struct guest *guest, const char *name);
u64 load_file(struct guest *guest, const char *name, u64 offset, u64 most);

// tree.c: the device tree, for memory, one hart and the UART; how many bytes.
struct machine {
  u64 memory_bytes, timebase, initrd, initrd_end;
  int has_sstc;
  const char *arguments;
};
u64 make_tree(u8 *at, const struct machine *machine);

#endif

/* What the bare programs share: control registers by name, the UART, the test finisher. */
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;

#define csr_read(name)                                  \
  ({                                                    \
    u64 value_;                                         \
    asm volatile("csrr %0, " #name : "=r"(value_)::"memory"); \
    value_;                                             \
  })
#define csr_write(name, value) asm volatile("csrw " #name ", %0" ::"r"((u64)(value)) : "memory")
#define csr_set(name, bits) asm volatile("csrs " #name ", %0" ::"r"((u64)(bits)) : "memory")
#define csr_clear(name, bits) asm volatile("csrc " #name ", %0" ::"r"((u64)(bits)) : "memory")

enum { U_MODE = 0, S_MODE = 1, M_MODE = 3 };

#define MSTATUS_SPP (1ul << 8)
#define MSTATUS_MPP_SHIFT 11
#define MSTATUS_TVM (1ul << 20)
#define MSTATUS_TW (1ul << 21)
#define MSTATUS_TSR (1ul << 22)

#define FINISHER 0x00100000ul
#define CLINT 0x02000000ul
#define UART 0x10000000ul

/* Lets S and U reach all memory: one PMP entry, NAPOT over everything, RWX. */
static inline void open_pmp(void) {
  csr_write(pmpaddr0, ~0ul >> 10);
  csr_write(pmpcfg0, 0x1f);
}

/* Each of these waits for the UART and then sends. Numbers are unsigned. */
void print_char(char c);
void print(const char *text);
void print_padded(const char *text, int width);
void print_decimal(u64 value);
void print_hex(u64 value);

/* Ends the machine through the test finisher: 0 is success, others are the exit code. */
void finish(int code) __attribute__((noreturn));

/* The number of harts in the device tree. */
int count_harts(const void *device_tree);

// What the program asks of a Linux kernel: system calls by number, without a C library, and the
// part of its interface to KVM that is used (Documentation/virt/kvm/api.rst of the kernel).
#ifndef LINUX_H
#define LINUX_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

enum { SYS_IOCTL = 29, SYS_OPENAT = 56, SYS_CLOSE = 57, SYS_READ = 63, SYS_WRITE = 64,
       SYS_PREAD = 67, SYS_EXIT = 93, SYS_MMAP = 222 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_ANONYMOUS = 32 };
enum { O_RDWR = 2, AT_FDCWD = -100, EINTR = -4 };

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

static inline long ioctl(long file, u64 request, u64 argument) {
  return call(SYS_IOCTL, file, (long)request, (long)argument, 0, 0, 0);
}

// Requests: direction, size of the argument, 0xae, number.
enum {
  KVM_GET_API_VERSION = 0xae00,
  KVM_CREATE_VM = 0xae01,
  KVM_GET_VCPU_MMAP_SIZE = 0xae04,
  KVM_CREATE_VCPU = 0xae41,
  KVM_SET_USER_MEMORY_REGION = 0x4020ae46,
  KVM_RUN = 0xae80,
  KVM_GET_ONE_REG = 0x4010aeab,
  KVM_SET_ONE_REG = 0x4010aeac,
  KVM_GET_STATS_FD = 0xaece
};
enum { API_VERSION = 12 };

struct memory_region { u32 slot, flags; u64 guest_physical, bytes, address; };
struct one_register { u64 id, address; };

// Registers by name: 64 bits wide, of a group.
#define REGISTER(group, number) (0x8030000000000000ul | (u64)(group) << 24 | (number))
#define REGISTER_PC REGISTER(2, 0)
#define REGISTER_A0 REGISTER(2, 10)
#define REGISTER_A1 REGISTER(2, 11)
#define REGISTER_ISA REGISTER(1, 0)
#define REGISTER_TIMEBASE REGISTER(4, 0)
#define REGISTER_EXTENSION(number) REGISTER(7, number)
#define REGISTER_SBI_DBCN REGISTER(8, 9)

enum exit {
  EXIT_MMIO = 6, EXIT_SHUTDOWN = 8, EXIT_FAIL_ENTRY = 9, EXIT_INTR = 10, EXIT_INTERNAL_ERROR = 17,
  EXIT_SYSTEM_EVENT = 24, EXIT_SBI = 35, EXIT_CSR = 36, EXITS = 64
};

// What KVM shares with its user about a VCPU.
struct run {
  u8 before[8];
  u32 exit_reason;
  u8 middle[20];
  union {
    struct { u64 address; u8 data[8]; u32 length; u8 is_write; } mmio;
    struct { u64 extension, function, arguments[6], error, value; } sbi;
    struct { u32 type, count; u64 data[16]; } event;
    struct { u64 number, value, mask, result; } csr;
    u64 words[32];
  };
};

enum { EVENT_SHUTDOWN = 1, EVENT_RESET = 2, EVENT_CRASH = 3 };

// The head of a file of statistics, and what it says of each of them.
struct statistics { u32 flags, name_bytes, count, id_at, descriptions_at, data_at; };
struct description { u32 flags; short exponent; u16 words; u32 at, bucket; char name[]; };

#endif

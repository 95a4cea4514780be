/*
 * A trap-and-emulate monitor: what its parts share.
 *
 * The guest always executes in the real machine's U-mode.  What it believes to be its privileged
 * state is the struct below; what the real machine's own registers hold is the monitor's business.
 * "guest-physical" is what the guest takes for a physical address, "real" is the machine's.
 */
#ifndef MONITOR_H
#define MONITOR_H

#include <stdbool.h>
#include <stdint.h>

typedef uint64_t u64;
typedef uint32_t u32;

enum mode { U = 0, S = 1, M = 3 };

/* Kinds of access, as the permission bits of a page table entry and of a PMP entry's low bits. */
enum access { PMP_R = 1, PMP_W = 2, PMP_X = 4, PTE_R = 2, PTE_W = 4, PTE_X = 8 };
enum pte { PTE_V = 1, PTE_U = 16, PTE_A = 64, PTE_D = 128, PTE_RWX = PTE_R | PTE_W | PTE_X };

/* Fields of mstatus that the guest may write, and the two that only the monitor sets. */
#define SIE (1ul << 1)
#define MIE (1ul << 3)
#define SPIE (1ul << 5)
#define MPIE (1ul << 7)
#define SPP (1ul << 8)
#define MPP (3ul << 11)
#define FS (3ul << 13)
#define MPRV (1ul << 17)
#define SUM (1ul << 18)
#define MXR (1ul << 19)
#define TVM (1ul << 20)
#define TW (1ul << 21)
#define TSR (1ul << 22)
#define XL_64 (10ul << 32)
#define SD (1ul << 63)

/* Interrupts, as bits of mip and mie. */
enum { SSI = 1 << 1, MSI = 1 << 3, STI = 1 << 5, MTI = 1 << 7, SEI = 1 << 9, MEI = 1 << 11 };
#define INTERRUPT (1ul << 63)

/* Exceptions, as values of mcause. */
enum {
  FETCH_ACCESS = 1, ILLEGAL = 2, LOAD_ACCESS = 5, STORE_ACCESS = 7, ECALL = 8,
  FETCH_PAGE = 12, LOAD_PAGE = 13, STORE_PAGE = 15
};

/* The board: where things are in guest-physical and, devices, also in real addresses. */
#define RAM 0x80000000ul
#define CLINT 0x2000000ul
#define FINISHER 0x100000ul
#define UART 0x10000000ul
#define RESERVE 0x800000ul /* bytes at the start of real RAM that the monitor keeps */

#define PAGE 4096ul
#define SV39 8ul

/* The virtual hart.  entry.S knows that x[] comes first. */
struct hart {
  u64 x[32];
  u64 pc, mode;
  u64 mstatus, medeleg, mideleg, mie, mip, mtvec, mcounteren, mscratch, mepc, mcause, mtval;
  u64 stvec, scounteren, sscratch, sepc, scause, stval, satp;
  u64 pmpcfg[2], pmpaddr[16];
  u64 mtimecmp;
};
extern struct hart guest;

/* How an exit ended; the accounting counts by this. */
enum exit {
  CSR, MRET, SRET, WFI, SFENCE, FILL, DEVICE, HYBRID, /* completed by the monitor */
  REFLECTED, SYSTEM_CALL, TIMER, EXTERNAL, EXITS      /* a trap of the guest's, or of ours */
};
struct outcome {
  enum exit exit;
  u64 cause, tval; /* when REFLECTED */
};
static inline struct outcome completed(enum exit exit) { return (struct outcome){.exit = exit}; }
static inline struct outcome trapped(u64 cause, u64 tval) {
  return (struct outcome){REFLECTED, cause, tval};
}
extern u64 exits[EXITS], interrupts_reflected;

/* dispatcher.c */
void resume(void);
u64 virtual_mip(void);
void wait_for_interrupt(void);
void timer_changed(void);

/* interpreter.c, csr.c, memory-access.c: the interpreter routines */
struct outcome interpret_privileged(u64 tval);
bool access_csr(u32 number, bool write, u64 *value, u64 set, u64 keep);
struct outcome interpret_access(u64 cause, u64 address, u64 guest_physical, bool device);

/* guest-memory.c: what the guest's own tables and PMP say */
struct translation {
  u64 fault; /* exception to reflect, or 0 */
  u64 guest_physical;
  u64 permissions; /* PTE_R, PTE_W, PTE_X that the guest grants this context here */
  bool superpage;
};
struct translation translate(u64 address, enum access wanted, enum mode mode);
bool fetch(u64 address, u32 *instruction, struct outcome *fault);
void *guest_memory(u64 guest_physical, u64 bytes);
u64 pmp_permissions(u64 guest_physical, enum mode mode);
u64 read_pmpaddr(unsigned entry);
void write_pmpaddr(unsigned entry, u64 value);
void write_pmpcfg(unsigned number, u64 value);
extern u64 guest_ram, guest_ram_size;

/* allocator.c: shadow page tables, the only door from the guest to real memory */
void start_allocator(void);
void enter_space(void);
void shadow(u64 address, u64 real, u64 permissions, bool superpage);
void fence(bool every_address, u64 address, bool every_asid, u64 asid);
void drop_all(void);
bool mprv_in_force(void);

/* boot.c */
void put_string(const char *text);
_Noreturn void stop(u64 finisher_value);

/* The real machine's control registers. */
#define csr_read(name) ({ u64 v_; __asm__ volatile("csrr %0, " #name : "=r"(v_)); v_; })
#define csr_write(name, value) \
  __asm__ volatile("csrw " #name ", %0" : : "r"((u64)(value)) : "memory")

static inline u64 mtime(void) { return *(volatile u64 *)(CLINT + 0xbff8); }

#endif

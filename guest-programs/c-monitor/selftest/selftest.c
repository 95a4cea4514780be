/*
 * A guest that looks closely: it checks what a program in M, S and U mode can see of its machine,
 * prints a line a check, and must print the same on the bare machine and under any monitor.
 */
#include <stdbool.h>
#include <stdint.h>

typedef uint64_t u64;
enum { U = 0, S = 1, M = 3 };
enum { V = 1, R = 2, W = 4, X = 8, USER = 16, A = 64, D = 128, LEAF = V | A | D };

#define csr_read(name) ({ u64 v_; __asm__ volatile("csrr %0, " #name : "=r"(v_)); v_; })
#define csr_write(name, value) __asm__ volatile("csrw " #name ", %0" ::"r"((u64)(value)) : "memory")
#define csr_set(name, value) __asm__ volatile("csrs " #name ", %0" ::"r"((u64)(value)) : "memory")
#define csr_clear(name, value) __asm__ volatile("csrc " #name ", %0" ::"r"((u64)(value)) : "memory")
#define fence() __asm__ volatile("sfence.vma" ::: "memory")

#define BIT(n) (1ul << (n))
#define MPRV BIT(17)
#define SUM BIT(18)
#define MXR BIT(19)
#define FS (3ul << 13)

struct {
  u64 cause, tval, pc, status, a0, scause, stval, sepc, sstatus, vectored;
} trap;
u64 run(u64 mode, u64 pc, u64 a0);

/* A few instructions that end with an ecall unless something else ends them first. */
#define SNIPPET(name, body) \
  __asm__(".text\n .balign 4\n" #name ":\n" body "\n ecall\n"); \
  extern const char name[]
SNIPPET(nothing, "");
SNIPPET(load, "ld a0, (a0)");
SNIPPET(store, "sd a0, (a0)");
SNIPPET(store_byte, "sb a0, (a0)");
SNIPPET(jump, "jr a0");
SNIPPET(add_atomic, "li a1, 1\n amoadd.d a0, a1, (a0)");
SNIPPET(break_point, "ebreak");
SNIPPET(unknown_csr, "csrr a0, 0x5c0");
SNIPPET(write_hartid, "csrw mhartid, a0");
SNIPPET(touch_hartid, "csrrs a0, mhartid, x0");
SNIPPET(read_sstatus, "csrr a0, sstatus");
SNIPPET(read_mstatus, "csrr a0, mstatus");
SNIPPET(read_satp, "csrr a0, satp");
SNIPPET(read_sie, "csrr a0, sie");
SNIPPET(read_sip, "csrr a0, sip");
SNIPPET(read_cycle, "rdcycle a0");
SNIPPET(read_time, "rdtime a0");
SNIPPET(do_mret, "mret");
SNIPPET(do_sret, "csrw sepc, a0\n sret");
SNIPPET(plain_sret, "sret");
SNIPPET(do_wfi, "wfi");
SNIPPET(do_fence, "sfence.vma");
SNIPPET(loop, "1: j 1b");
SNIPPET(loop_open, "csrsi sstatus, 2\n 1: j 1b");
SNIPPET(loop_machine, "csrsi mstatus, 8\n 1: j 1b");
SNIPPET(float_move, ".word 0xf0000053"); /* fmv.w.x f0, x0 */
SNIPPET(float_flags, ".word 0x00302573"); /* csrr a0, fcsr */

#define RAM 0x80000000ul
#define GIB 0x40000000ul
#define AS_USER(p) ((u64)(p) - GIB)     /* where U finds the program */
#define TEST 0x100000000ul              /* a window of small pages */
static u64 root[512] __attribute__((aligned(4096)));
static u64 other_root[512] __attribute__((aligned(4096)));
static u64 middle[512] __attribute__((aligned(4096)));
static u64 pages[512] __attribute__((aligned(4096)));
static u64 data[3][512] __attribute__((aligned(4096)));

static volatile uint8_t *const uart = (uint8_t *)0x10000000;
static volatile uint32_t *const msip = (uint32_t *)0x2000000;
static volatile u64 *const mtimecmp = (u64 *)0x2004000;
static volatile u64 *const mtime = (u64 *)0x200bff8;
static volatile uint32_t *const plic = (uint32_t *)0xc000000;
static unsigned checks, failures;

static void put(const char *text) {
  while (*text) {
    while (!(uart[5] & 0x20)) {
    }
    uart[0] = *text++;
  }
}

static void put_number(u64 number) {
  char digits[] = {'0' + number % 10, 0};
  if (number >= 10) put_number(number / 10);
  put(digits);
}

static void check(const char *what, bool holds) {
  checks++;
  failures += !holds;
  put(holds ? "ok    " : "WRONG ");
  put(what);
  if (!holds) {
    put(" (last trap: cause ");
    put_number(trap.cause);
    put(", scause ");
    put_number(trap.scause);
    put(", tval ");
    put_number(trap.tval);
    put(")");
  }
  put("\n");
}

static u64 try(u64 mode, const char *snippet, u64 argument) {
  return run(mode, (u64)snippet, argument);
}
static u64 try_user(const char *snippet, u64 argument) {
  return run(U, AS_USER(snippet), argument);
}
static u64 entry(const void *where, u64 bits) { return (u64)where >> 12 << 10 | bits; }

static void machine_mode(void) {
  put("machine mode\n");
  check("ecall has cause 11", try(M, nothing, 0) == 11 && trap.pc == (u64)nothing);
  check("ebreak has cause 3", try(M, break_point, 0) == 3);
  check("MPP after a trap from M is M", (trap.status >> 11 & 3) == 3);
  check("an unknown CSR is illegal", try(M, unknown_csr, 0) == 2);
  check("writing a read-only CSR is illegal", try(M, write_hartid, 0) == 2);
  check("csrrs with x0 does not write", try(M, touch_hartid, 1) == 11 && trap.a0 == 0);
  check("no RAM, no load", try(M, load, 0x50000) == 5 && trap.tval == 0x50000);
  check("no RAM, no store", try(M, store, BIT(45)) == 7 && trap.tval == BIT(45));
  check("no RAM, no fetch", try(M, jump, BIT(45)) == 1 && trap.pc == BIT(45));
  check("RAM is not there sign-extended", try(M, load, -RAM) == 5);
  csr_write(satp, 8ul << 60 | (u64)root >> 12);
  check("M does not translate", try(M, load, (u64)&data[0][0]) == 11);
  csr_write(satp, 7ul << 60);
  check("satp ignores a mode it has not", csr_read(satp) == (8ul << 60 | (u64)root >> 12));
  csr_write(satp, 0);
  csr_write(medeleg, ~0ul);
  check("ecall from M is not delegated", try(M, nothing, 0) == 11);
  csr_write(medeleg, 0);
  csr_write(mscratch, 0x123456789abcdef0);
  check("mscratch keeps 64 bits", csr_read(mscratch) == 0x123456789abcdef0);
  check("misa names S and U", (csr_read(misa) & (BIT(18) | BIT(20))) == (BIT(18) | BIT(20)));
  static uint32_t code[3] = {0x00100513, 0x00008067, 0}; /* li a0, 1; ret */
  u64 (*function)(void) = (u64(*)(void))code;
  __asm__ volatile("fence.i" ::: "memory");
  u64 first = function();
  ((volatile uint32_t *)code)[0] = 0x00200513;
  __asm__ volatile("fence.i" ::: "memory");
  check("fence.i shows new code", first == 1 && function() == 2);
}

static void protection(void) {
  put("physical memory protection\n");
  csr_write(pmpaddr0, (u64)data[0] >> 2 | 0x1ff);
  csr_write(pmpcfg0, 0x1f);
  check("S reaches nothing that PMP does not name", try(S, nothing, 0) == 1);
  csr_write(pmpaddr2, ~0ul);
  csr_write(pmpcfg0, 0x1f0000);
  check("S runs with all of it open", try(S, nothing, 0) == 9);
  check("MPP after a trap from S is S", (trap.status >> 11 & 3) == 1);
  check("U runs", try(U, nothing, 0) == 8);
  csr_write(pmpaddr0, (u64)data[0] >> 2 | 0x1ff);
  csr_write(pmpaddr1, ((u64)data[1] + 4096) >> 2);
  csr_write(pmpcfg0, 0x1f0019); /* data[0] read only */
  check("a read-only page is read", try(S, load, (u64)data[0]) == 9);
  check("and not written", try(S, store, (u64)data[0]) == 7 && trap.tval == (u64)data[0]);
  check("nor is it executed", try(U, jump, (u64)data[0]) == 1);
  check("M is not bound", try(M, store, (u64)data[0]) == 11);
  csr_write(pmpaddr0, (u64)data[1] >> 2);
  csr_write(pmpcfg0, 0x1f0800); /* a range: data[1], nothing allowed */
  check("a range without permissions", try(S, load, (u64)data[1]) == 5);
  check("the page before is outside", try(S, load, (u64)data[0]) == 9);
  check("the page after is outside", try(S, load, (u64)data[2]) == 9);
  csr_write(pmpcfg0, 0x1f0000);
}

static void machine_interrupts(void) {
  put("interrupts\n");
  *mtimecmp = ~0ul;
  csr_write(mie, BIT(3) | BIT(7));
  *msip = 1;
  check("msip shows in mip", (csr_read(mip) & BIT(3)) != 0);
  check("software interrupt in M", try(M, loop_machine, 0) == (BIT(63) | 3));
  csr_write(mtvec, csr_read(mtvec) | 1);
  check("interrupts are vectored", try(M, loop_machine, 0) == (BIT(63) | 3) && trap.vectored);
  check("exceptions are not", try(M, nothing, 0) == 11 && !trap.vectored);
  csr_write(mtvec, csr_read(mtvec) & ~1ul);
  check("and in U whatever MIE says", try(U, loop, 0) == (BIT(63) | 3));
  *msip = 0;
  check("msip clears", (csr_read(mip) & BIT(3)) == 0);
  *mtimecmp = *mtime + 1000;
  check("timer interrupt in S", try(S, loop, 0) == (BIT(63) | 7));
  check("mtip is a level", (csr_read(mip) & BIT(7)) != 0);
  *mtimecmp = ~0ul;
  check("until mtimecmp moves", (csr_read(mip) & BIT(7)) == 0);
  u64 before = *mtime;
  *mtimecmp = before + 20000;
  __asm__ volatile("wfi");
  check("wfi wakes with MIE off", *mtime >= before + 20000 && csr_read(mip) & BIT(7));
  volatile uint32_t *half = (volatile uint32_t *)mtimecmp;
  half[1] = 0x12345678;
  half[0] = 0x9abcdef0;
  u64 read;
  __asm__ volatile("mv s1, %1\n c.ld s1, 0(s1)\n mv %0, s1" : "=r"(read) : "r"(mtimecmp) : "s1");
  check("mtimecmp by halves, and compressed", read == 0x123456789abcdef0);
  int64_t low;
  __asm__ volatile("mv s1, %1\n c.lw s1, 0(s1)\n mv %0, s1" : "=r"(low) : "r"(mtimecmp) : "s1");
  check("a word load extends its sign", low == (int64_t)0xffffffff9abcdef0);

  csr_write(mideleg, BIT(1) | BIT(5) | BIT(9));
  csr_write(mie, BIT(1) | BIT(5));
  csr_set(mip, BIT(1) | BIT(5));
  check("software before timer in S", try(U, loop, 0) == 9 && trap.scause == (BIT(63) | 1));
  check("S with SIE off is left alone", try(S, read_sip, 0) == 9 && trap.a0 == (BIT(1) | BIT(5)));
  check("S with SIE on is not", try(S, loop_open, 0) == 9 && trap.scause == (BIT(63) | 1));
  check("SPIE keeps SIE, SIE is off", (trap.sstatus & (BIT(1) | BIT(5) | BIT(8))) == 0x120);
  csr_write(mideleg, BIT(1));
  check("what is for M comes first", try(U, loop, 0) == (BIT(63) | 5) && trap.pc == (u64)loop);
  csr_write(mideleg, BIT(1) | BIT(5) | BIT(9));
  csr_clear(mip, BIT(1) | BIT(5));
  check("sie shows what is delegated", try(S, read_sie, 0) == 9 && trap.a0 == (BIT(1) | BIT(5)));
  csr_write(mideleg, 0);
  check("and nothing else", try(S, read_sie, 0) == 9 && trap.a0 == 0);

  plic[10] = 1;
  plic[0x2000 / 4] = BIT(10);
  uart[1] = 2; /* transmitter empty: interrupt 10 */
  csr_write(mie, BIT(11));
  check("external interrupt in M", try(U, loop, 0) == (BIT(63) | 11));
  uint32_t claimed = plic[0x200004 / 4];
  uart[1] = 0;
  plic[0x200004 / 4] = claimed;
  check("the PLIC names the UART", claimed == 10);
  plic[0x2000 / 4] = 0;
  plic[0x2080 / 4] = BIT(10);
  uart[1] = 2;
  csr_write(mideleg, BIT(9));
  csr_write(mie, BIT(9));
  check("external interrupt in S", try(U, loop, 0) == 9 && trap.scause == (BIT(63) | 9));
  claimed = plic[0x201004 / 4];
  uart[1] = 0;
  plic[0x201004 / 4] = claimed;
  check("claimed by the other context", claimed == 10 && !(csr_read(mip) & BIT(9)));
  csr_write(mideleg, 0);
  csr_write(mie, 0);
}

static void supervisor_mode(void) {
  put("supervisor and user mode\n");
  check("mstatus is illegal in S", try(S, read_mstatus, 0) == 2);
  check("mret is illegal in S", try(S, do_mret, 0) == 2);
  check("sstatus is illegal in U", try(U, read_sstatus, 0) == 2);
  check("sret is illegal in U", try(U, plain_sret, 0) == 2);
  check("wfi is illegal in U", try(U, do_wfi, 0) == 2);
  check("sfence.vma is illegal in U", try(U, do_fence, 0) == 2);
  csr_clear(mstatus, BIT(8));
  check("sret goes to U", try(S, do_sret, (u64)nothing) == 8);
  csr_set(mstatus, BIT(8));
  check("or to S", try(S, do_sret, (u64)nothing) == 9);
  check("and leaves SPP at U", !(trap.status & BIT(8)));
  csr_set(mstatus, BIT(20) | BIT(21) | BIT(22));
  check("TVM: satp is illegal in S", try(S, read_satp, 0) == 2);
  check("TVM: sfence.vma too", try(S, do_fence, 0) == 2);
  check("TW: wfi is illegal in S", try(S, do_wfi, 0) == 2);
  check("TSR: sret is illegal in S", try(S, plain_sret, 0) == 2);
  csr_clear(mstatus, BIT(20) | BIT(21) | BIT(22));
  check("without TVM satp is read", try(S, read_satp, 0) == 9);
  csr_write(medeleg, BIT(8));
  check("ecall from U goes to S", try(U, nothing, 0) == 9 && trap.scause == 8);
  check("SPP after it is U", !(trap.sstatus & BIT(8)));
  csr_write(medeleg, BIT(2));
  check("so does what is illegal there", try(U, read_sstatus, 0) == 9 && trap.scause == 2);
  csr_write(medeleg, 0);
  csr_write(mcounteren, 0);
  csr_write(scounteren, 7);
  check("no counter in S without mcounteren", try(S, read_cycle, 0) == 2);
  csr_write(mcounteren, 7);
  check("a counter in S with it", try(S, read_cycle, 0) == 9);
  check("time is mtime", try(S, read_time, 0) == 9 && *mtime - trap.a0 < 10000000);
  csr_write(scounteren, 1);
  check("a counter in U with scounteren", try(U, read_cycle, 0) == 8);
  check("and not without", try(U, read_time, 0) == 2);
  csr_clear(mstatus, FS);
  check("FS off: floating point is illegal", try(U, float_move, 0) == 2);
  check("FS off: fcsr too", try(S, float_flags, 0) == 2);
  csr_set(mstatus, BIT(13));
  check("FS initial: it is not", try(U, float_move, 0) == 8);
  check("and FS is dirty", (csr_read(mstatus) & FS) == FS && csr_read(mstatus) & BIT(63));
  csr_clear(mstatus, FS);
}

static void paging(void) {
  put("Sv39\n");
  root[1] = entry((void *)RAM, LEAF | R | W | X | USER); /* the program, for U */
  root[2] = entry((void *)RAM, LEAF | R | W | X);        /* and for S, where it is */
  root[4] = entry(middle, V);
  middle[0] = entry(pages, V);
  csr_write(satp, 8ul << 60 | (u64)root >> 12);
  fence();
  data[0][0] = 11, data[1][0] = 22, data[2][0] = 33;
  check("S runs", try(S, nothing, 0) == 9);
  check("U runs, elsewhere", try_user(nothing, 0) == 8 && trap.pc == AS_USER(nothing));
  check("U does not reach pages of S", run(U, (u64)nothing, 0) == 12);
  check("S never executes pages of U", run(S, AS_USER(nothing), 0) == 12);
  csr_set(mstatus, SUM);
  check("whatever SUM says", run(S, AS_USER(nothing), 0) == 12);
  csr_clear(mstatus, SUM);
  check("nothing there: load", try(S, load, TEST + 8) == 13 && trap.tval == TEST + 8);
  check("nothing there: store", try(S, store, TEST) == 15 && trap.tval == TEST);
  u64 atomic = try(S, add_atomic, TEST); /* 15 says the manual; 13 says QEMU 7 */
  check("nothing there: atomic", atomic == 15 || atomic == 13);
  check("nothing there: fetch", try(S, jump, TEST) == 12 && trap.tval == TEST && trap.pc == TEST);
  check("not canonical", try(S, load, BIT(40) | TEST) == 13);
  pages[0] = entry(data[0], LEAF | R | W);
  check("valid now, without a fence", try(S, load, TEST) == 9 && trap.a0 == 11);
  check("not executable", try(S, jump, TEST) == 12);
  pages[0] = entry(data[0], LEAF | R);
  fence();
  check("read only after a fence", try(S, store, TEST) == 15 && try(S, load, TEST) == 9);
  pages[0] = entry(data[1], LEAF | R);
  __asm__ volatile("sfence.vma %0, zero" ::"r"(TEST) : "memory");
  check("a fence of one address", try(S, load, TEST) == 9 && trap.a0 == 22);
  pages[0] = entry(data[0], LEAF | W);
  fence();
  check("W without R is reserved", try(S, load, TEST) == 13);
  pages[0] = entry(data[0], LEAF | X);
  fence();
  check("execute only", try(S, load, TEST) == 13);
  csr_set(mstatus, MXR);
  check("MXR reads it", try(S, load, TEST) == 9 && trap.a0 == 11);
  csr_clear(mstatus, MXR);
  check("at once not again", try(S, load, TEST) == 13);
  pages[0] = entry(data[0], LEAF | R | W | USER);
  fence();
  check("S does not load from U", try(S, load, TEST) == 13);
  csr_set(mstatus, SUM);
  check("with SUM it does", try(S, load, TEST) == 9);
  csr_clear(mstatus, SUM);
  check("without it no more", try(S, load, TEST) == 13);
  check("U stores there", try_user(store_byte, TEST + 7) == 8 && data[0][0] >> 56 == 7);
  data[0][0] = 11;
  pages[0] = entry(data[0], V | A | R | W);
  fence();
  check("a load leaves D alone", try(S, load, TEST) == 9 && !(pages[0] & D));
  check("a store sets it, or faults", try(S, store, TEST + 8) == (pages[0] & D ? 9 : 15));
  pages[0] = entry(data[0], V | R);
  fence();
  check("a load sets A, or faults", try(S, load, TEST) == (pages[0] & A ? 9 : 13));
  pages[0] = entry(data[0], LEAF | R | W);
  pages[1] = 0;
  fence();
  check("a load may cross a page: the fault is in the second", try(S, load, TEST + 4094) == 13
      && trap.tval == TEST + 4096);
  pages[1] = entry(data[2], LEAF | R | W);
  data[0][511] = 0xabcdul << 48;
  check("it crosses", try(S, load, TEST + 4094) == 9 && trap.a0 == (33ul << 16 | 0xabcd));
  *(uint16_t *)&((uint8_t *)data[0])[4094] = 0x0073; /* half of an ecall */
  pages[0] = entry(data[0], LEAF | X);
  pages[1] = 0;
  fence();
  check("an instruction that crosses faults in its second half", try(S, jump, TEST + 4094) == 12
      && trap.pc == TEST + 4094 && trap.tval == TEST + 4096);
  pages[0] = entry(data[0], LEAF | R);
  middle[1] = entry((void *)(RAM + 4096), LEAF | R);
  middle[2] = entry((void *)RAM, LEAF | R);
  fence();
  check("a misaligned superpage faults", try(S, load, TEST + 0x200000) == 13);
  check("an aligned one does not", try(S, load, TEST + 0x401000) == 9
      && trap.a0 == *(volatile u64 *)(RAM + 0x1000));
  *(volatile u64 *)(RAM + 0x201000) = 55;
  middle[2] = entry((void *)(RAM + 0x200000), LEAF | R);
  __asm__ volatile("sfence.vma %0, zero" ::"r"(TEST + 0x400000) : "memory");
  check("a fence of one address is for all of a superpage", try(S, load, TEST + 0x401000) == 9
      && trap.a0 == 55);
  pages[2] = entry((void *)BIT(45), LEAF | R);
  check("mapped, but no RAM", try(S, load, TEST + 0x2000) == 5 && trap.tval == TEST + 0x2000);

  for (unsigned i = 0; i < 512; i++) other_root[i] = root[i];
  other_root[4] = 0;
  csr_write(satp, 8ul << 60 | 1ul << 44 | (u64)other_root >> 12);
  check("another address space", try(S, load, TEST) == 13);
  csr_write(satp, 8ul << 60 | (u64)root >> 12);
  check("and back, without a fence", try(S, load, TEST) == 9);
  csr_write(medeleg, BIT(13) | BIT(8));
  check("page faults go to S", try_user(load, TEST + 0x9000) == 9 && trap.scause == 13
      && trap.stval == TEST + 0x9000 && trap.sepc == AS_USER(load));
  csr_write(medeleg, 0);
}

/* Loads with MPRV in force and MPP = mode; from C, in M, with the data through the tables. */
static u64 load_as(u64 mode, u64 address) {
  u64 value;
  csr_clear(mstatus, 3ul << 11);
  csr_set(mstatus, mode << 11);
  __asm__ volatile("csrs mstatus, %1\n ld %0, (%2)\n csrc mstatus, %1"
                   : "=&r"(value) : "r"(MPRV), "r"(address) : "memory");
  return value;
}
SNIPPET(mprv_load, "li a1, 1 << 17\n li a2, 3 << 11\n csrc mstatus, a2\n csrs mstatus, a1\n"
                   "ld a0, (a0)\n csrc mstatus, a1");

static void modified_privilege(void) {
  put("MPRV\n");
  data[0][0] = 44, data[2][0] = 33;
  pages[0] = entry(data[0], LEAF | R | W);
  pages[1] = entry(data[2], LEAF | R | W | USER);
  fence();
  check("loads as S", load_as(S, TEST) == 44);
  check("loads as U", load_as(U, TEST + 4096) == 33);
  csr_set(mstatus, SUM);
  check("SUM and a page crossed", load_as(S, TEST + 4094) == (33ul << 16 | data[0][511] >> 48));
  csr_clear(mstatus, SUM);
  check("faults as U", try(M, mprv_load, TEST) == 13 && trap.tval == TEST);
  check("from M", (trap.status >> 11 & 3) == 3);
  root[2] = 0;
  fence();
  check("what M reaches is no matter", try(M, mprv_load, (u64)data[0]) == 13);
}

static void locked_protection(void) {
  put("locked protection\n");
  csr_write(satp, 0);
  csr_write(pmpaddr1, (u64)data[1] >> 2 | 0x1ff);
  csr_write(pmpcfg0, 0x1f9900);
  check("a locked entry binds M", try(M, store, (u64)data[1]) == 7);
  check("but for what it allows", try(M, load, (u64)data[1]) == 11);
  csr_write(pmpcfg0, 0);
  csr_write(pmpaddr1, 0);
  check("and stays", try(M, store, (u64)data[1]) == 7);
}

void self_test(void) {
  machine_mode();
  protection();
  machine_interrupts();
  supervisor_mode();
  paging();
  modified_privilege();
  locked_protection();
  put_number(checks);
  put(" checks, ");
  put_number(failures);
  put(" wrong\n");
  *(volatile uint32_t *)0x100000 = failures ? 0x13333 : 0x5555;
  for (;;) {
  }
}

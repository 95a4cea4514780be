/* A small guest for S-mode above an SBI, that goes once through what a hypervisor has to give it:
 * console, device, memory, translation, exceptions of its own, time and interrupts. It prints the
 * same wherever it runs. */
typedef unsigned char u8;
typedef unsigned long u64;

#define csr_read(name)                                        \
  ({                                                          \
    u64 value_;                                               \
    asm volatile("csrr %0, " #name : "=r"(value_)::"memory"); \
    value_;                                                   \
  })
#define csr_write(name, value) asm volatile("csrw " #name ", %0" ::"r"((u64)(value)) : "memory")
#define csr_set(name, bits) asm volatile("csrs " #name ", %0" ::"r"((u64)(bits)) : "memory")
#define csr_clear(name, bits) asm volatile("csrc " #name ", %0" ::"r"((u64)(bits)) : "memory")

enum { BASE = 0x10, TIME = 0x54494d45, DBCN = 0x4442434e, SRST = 0x53525354 };
enum { ILLEGAL = 2, BREAKPOINT = 3, LOAD_FAULT = 13, STORE_FAULT = 15 };
enum { SIE = 2, STIE = 32 };
enum { V = 1, R = 2, W = 4, X = 8, A = 64, D = 128 };
#define INTERRUPT (1ul << 63)
#define SV39 (8ul << 60)
#define PAGE 0x1000ul
#define FRESH 0x81000000ul /* memory that nobody has touched yet */
#define HIGH 0x3fc0000000ul /* an address that only translation gives */

struct answer { long error, value; };

static struct answer sbi(u64 extension, u64 function, u64 x, u64 y, u64 z) {
  register u64 a0 asm("a0") = x;
  register u64 a1 asm("a1") = y;
  register u64 a2 asm("a2") = z;
  register u64 a6 asm("a6") = function;
  register u64 a7 asm("a7") = extension;
  asm volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a6), "r"(a7) : "memory");
  return (struct answer){(long)a0, (long)a1};
}

static void print(const char *text) {
  u64 length = 0;
  while (text[length] != 0) length++;
  if (sbi(DBCN, 0, length, (u64)text, 0).error == 0) return;
  for (; *text != 0; text++) sbi(1, 0, (u8)*text, 0, 0);
}

static void print_number(u64 number) {
  char digits[21];
  int at = 20;
  digits[at] = 0;
  do digits[--at] = (char)('0' + number % 10); while ((number /= 10) != 0);
  print(&digits[at]);
}

static void say(u64 number, const char *what) {
  print("kvm-guest: ");
  print_number(number);
  print(what);
}

static void power_off(u64 failed) {
  sbi(SRST, 0, 0, failed, 0);
  for (;;) {}
}

static u64 root[512] __attribute__((aligned(4096)));
static u64 middle[512] __attribute__((aligned(4096)));
static u64 leaves[512] __attribute__((aligned(4096)));
static volatile u64 faults, others, ticks, wanted_ticks;

static void next_tick(void) { sbi(TIME, 0, csr_read(time) + 10000, 0, 0); }

static void fence(void) { asm volatile("sfence.vma" ::: "memory"); }

/* A page of HIGH is given when it is first used, read-only, and for writing when it is written. */
void trapped(u64 cause, u64 value) {
  if (cause == (INTERRUPT | 5)) {
    if (++ticks < wanted_ticks) next_tick();
    else sbi(TIME, 0, ~0ul, 0, 0);
  } else if ((cause == LOAD_FAULT || cause == STORE_FAULT) && value - HIGH < 512 * PAGE) {
    u64 page = (value - HIGH) / PAGE;
    leaves[page] = (FRESH / PAGE + page) << 10 | V | R | A | (cause == STORE_FAULT ? W | D : 0);
    fence();
    faults++;
  } else if (cause == ILLEGAL || cause == BREAKPOINT) {
    others++;
    csr_write(sepc, csr_read(sepc) + 4);
  } else {
    say(cause & 63, " is the cause of a trap that was not expected\n");
    power_off(1);
  }
}

static void uart_line(const char *text) {
  volatile u8 *uart = (volatile u8 *)0x10000000;
  for (; *text != 0; text++) {
    while ((uart[5] & 0x20) == 0) {}
    uart[0] = (u8)*text;
  }
}

static void memory(void) {
  enum { PAGES = 256 };
  u64 sum = 0;
  for (u64 i = 0; i < PAGES; i++) *(volatile u64 *)(FRESH + i * PAGE) = i * i;
  for (u64 i = 0; i < PAGES; i++) sum += *(volatile u64 *)(FRESH + i * PAGE);
  say(sum, " is the sum of the squares below 256, out of as many pages\n");
}

static void translation(void) {
  enum { PAGES = 64 };
  root[2] = 0x80000000ul >> 2 | V | R | W | X | A | D; /* memory, where it is */
  root[0] = V | R | W | A | D;                         /* devices */
  root[HIGH >> 30 & 511] = (u64)middle >> 2 | V;
  middle[0] = (u64)leaves >> 2 | V;
  csr_write(satp, SV39 | (u64)root / PAGE);
  fence();
  u64 sum = 0;
  for (u64 i = 0; i < PAGES; i++) sum += *(volatile u64 *)(HIGH + i * PAGE);
  for (u64 i = 0; i < PAGES; i++) *(volatile u64 *)(HIGH + i * PAGE) += 1;
  for (u64 i = 0; i < PAGES; i++) sum += *(volatile u64 *)(FRESH + i * PAGE);
  say(sum, " is what 64 of them give read before and after each was made one more\n");
  say(faults, " page faults of its own were taken for that\n");
}

static void exceptions(void) {
  for (int i = 0; i < 100; i++) asm volatile(".option push; .option norvc; ebreak; .option pop");
  for (int i = 0; i < 100; i++) asm volatile(".word 0xffffffff");
  say(others, " breakpoints and illegal instructions came to it\n");
}

static void firmware(void) {
  enum { CALLS = 1000 };
  u64 answers = 0;
  for (int i = 0; i < CALLS; i++) answers += sbi(BASE, 3, TIME, 0, 0).value != 0;
  say(answers, " calls of the SBI were answered\n");
}

static void time(void) {
  u64 last = csr_read(time), backwards = 0;
  for (int i = 0; i < 1000; i++) {
    u64 now = csr_read(time);
    backwards += now < last;
    last = now;
  }
  wanted_ticks = 20;
  csr_set(sie, STIE);
  next_tick();
  while (ticks < wanted_ticks) {
    asm volatile("wfi");
    csr_set(sstatus, SIE);
    csr_clear(sstatus, SIE);
  }
  csr_clear(sie, STIE);
  say(ticks, " timer interrupts came, and time never went back\n");
  if (backwards != 0) power_off(1);
}

void main(void) {
  print("kvm-guest: begins\n");
  uart_line("kvm-guest: this line went through the UART\n");
  memory();
  translation();
  exceptions();
  firmware();
  time();
  print("kvm-guest: ends\n");
  power_off(0);
}

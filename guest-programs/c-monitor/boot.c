/*
 * Start and end: finds the guest's RAM, loads the guest's image, and accounts for the exits.
 */
#include "monitor.h"

extern const uint8_t guest_image[];

static void put_char(char c) {
  volatile uint8_t *uart = (volatile uint8_t *)UART;
  while (!(uart[5] & 0x20)) {
  }
  uart[0] = c;
}

void put_string(const char *text) {
  while (*text) put_char(*text++);
}

static void put_number(u64 number) {
  if (number >= 10) put_number(number / 10);
  put_char('0' + number % 10);
}

/* Ends the machine by the test finisher, after the accounting. */
_Noreturn void stop(u64 finisher_value) {
  static const char *const names[] = {
    [CSR] = "csr", [MRET] = "mret", [SRET] = "sret", [WFI] = "wfi", [SFENCE] = "sfence.vma",
    [FILL] = "shadow fill", [DEVICE] = "device access", [HYBRID] = "access under mprv",
    [SYSTEM_CALL] = "ecall", [REFLECTED] = "other exception", [TIMER] = "timer",
    [EXTERNAL] = "external interrupt"
  };
  exits[DEVICE]++; /* this one */
  u64 sum = 0;
  for (unsigned i = 0; i < EXITS; i++) sum += exits[i];
  put_string("[monitor] exits ");
  put_number(sum);
  for (unsigned i = 0; i < EXITS; i++) {
    put_string(i ? ", " : ": ");
    put_string(names[i]);
    put_char(' ');
    put_number(exits[i]);
  }
  put_string("; interrupts reflected ");
  put_number(interrupts_reflected);
  put_char('\n');
  *(volatile u32 *)FINISHER = finisher_value;
  for (;;) __asm__ volatile("wfi");
}

static void copy(uint8_t *to, const uint8_t *from, u64 bytes) {
  if (to < from) while (bytes--) *to++ = *from++;
  else while (bytes--) to[bytes] = from[bytes];
}

/* A cell of a device tree, which is big-endian; and the other way round. */
static u32 cell(u32 value) {
  return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) | value >> 24;
}
static u32 big_endian(const u32 *where) { return cell(*where); }

static bool starts(const char *text, const char *with) {
  while (*with && *text == *with) text++, with++;
  return !*with;
}

/* The cell with the low half of the memory's size, in a flattened device tree. */
static u32 *memory_size_cell(uint8_t *tree) {
  u32 *token = (u32 *)(tree + big_endian((u32 *)tree + 2));
  const char *strings = (const char *)tree + big_endian((u32 *)tree + 3);
  bool in_memory = false;
  for (;;) {
    switch (big_endian(token++)) {
      case 1: { /* a node begins: its name */
        const char *name = (const char *)token;
        unsigned length = 0;
        in_memory = starts(name, "memory@");
        while (name[length]) length++;
        token += length / 4 + 1;
        break;
      }
      case 3: { /* a property: its length, its name, its value */
        u32 length = big_endian(token);
        if (in_memory && starts(strings + big_endian(token + 1), "reg")) return token + 5;
        token += 2 + (length + 3) / 4;
        break;
      }
      case 2: in_memory = false; break;
      case 4: break;
      default: return 0;
    }
  }
}

static void require(bool condition, const char *complaint) {
  if (condition) return;
  put_string("[monitor] ");
  put_string(complaint);
  put_char('\n');
  stop(0x13333);
}

/* Gives the guest the rest of RAM, and a device tree that says so; returns where that is. */
static u64 make_guest_ram(uint8_t *tree) {
  require(tree && big_endian((u32 *)tree) == 0xd00dfeed, "no device tree in a1");
  u32 *size = memory_size_cell(tree);
  require(size && big_endian(size) > 2 * RESERVE, "not enough memory");
  guest_ram = RAM + RESERVE;
  guest_ram_size = big_endian(size) - RESERVE;
  *size = cell(guest_ram_size);
  u64 bytes = big_endian((u32 *)tree + 1), offset = (u64)tree - guest_ram;
  if (offset >= guest_ram_size) { /* it is not in there yet: to the end of the guest's RAM */
    offset = (guest_ram_size - bytes) & ~0xfffful;
    copy((uint8_t *)guest_ram + offset, tree, bytes);
  }
  return RAM + offset;
}

/* Loads the guest's ELF image; its physical addresses are guest-physical.  Returns the entry. */
static u64 load_guest(void) {
  struct { u32 type, flags; u64 offset, virtual, physical, in_file, in_memory, align; } header;
  u64 entry, table;
  uint16_t count;
  copy((uint8_t *)&entry, guest_image + 24, 8);
  copy((uint8_t *)&table, guest_image + 32, 8);
  copy((uint8_t *)&count, guest_image + 56, 2);
  require(starts((const char *)guest_image, "\177ELF"), "the guest is not an ELF file");
  for (unsigned i = 0; i < count; i++) {
    copy((uint8_t *)&header, guest_image + table + i * sizeof header, sizeof header);
    if (header.type != 1) continue;
    uint8_t *to = guest_memory(header.physical, header.in_memory);
    require(to, "the guest does not fit into its memory");
    copy(to, guest_image + header.offset, header.in_file);
    for (u64 j = header.in_file; j < header.in_memory; j++) to[j] = 0;
  }
  return entry;
}

void boot(u64 hart, uint8_t *tree) {
  guest.x[11] = make_guest_ram(tree);
  guest.x[10] = hart;
  guest.pc = load_guest();
  guest.mode = M;
  guest.mstatus = XL_64;
  guest.mtimecmp = ~0ul;
  put_string("[monitor] the guest has ");
  put_number(guest_ram_size >> 20);
  put_string(" MiB\n");
  /* To the real PMP U-mode may reach everything: it is the shadow tables that confine the guest. */
  csr_write(pmpaddr0, ~0ul);
  csr_write(pmpcfg0, 0x1f);
  csr_write(medeleg, 0);
  csr_write(mideleg, 0);
  csr_write(mie, 0);
  start_allocator();
  timer_changed();
  resume();
}

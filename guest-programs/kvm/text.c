#include "kvm.h"

u64 length_of(const char *text) {
  u64 length = 0;
  while (text[length] != 0) length++;
  return length;
}

int is(const char *text, const char *other) {
  while (*text != 0 && *text == *other) text++, other++;
  return *text == *other;
}

static void write_all(const char *from, u64 length) {
  while (length > 0) {
    long done = call(SYS_WRITE, 1, (long)from, (long)length, 0, 0, 0);
    if (done <= 0) return;
    from += done;
    length -= (u64)done;
  }
}

void print(const char *text) { write_all(text, length_of(text)); }

static void print_in(u64 number, u32 base) {
  char digits[24];
  u32 at = sizeof digits - 1;
  digits[at] = 0;
  do digits[--at] = "0123456789abcdef"[number % base]; while ((number /= base) != 0);
  print(&digits[at]);
}

void print_number(u64 number) { print_in(number, 10); }

void print_hex(u64 number) {
  print("0x");
  print_in(number, 16);
}

static char line[256];
static u64 filled;

void console_flush(void) {
  write_all(line, filled);
  filled = 0;
}

void console_put(u8 byte) {
  if (filled == sizeof line) console_flush();
  line[filled++] = (char)byte;
  if (byte == '\n') console_flush();
}

void fail(const char *what) {
  console_flush();
  print("kvm: ");
  print(what);
  print("\n");
  call(SYS_EXIT, 2, 0, 0, 0, 0, 0);
  for (;;) {}
}

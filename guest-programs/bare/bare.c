#include "bare.h"

static volatile u8 *const uart = (u8 *)UART;

void print_char(char c) {
  while ((uart[5] & 0x20) == 0) {
  }
  uart[0] = c;
}

void print(const char *text) {
  for (; *text != 0; text++) {
    print_char(*text);
  }
}

void print_padded(const char *text, int width) {
  for (; *text != 0; text++, width--) {
    print_char(*text);
  }
  for (; width > 0; width--) {
    print_char(' ');
  }
}

void print_decimal(u64 value) {
  if (value >= 10) {
    print_decimal(value / 10);
  }
  print_char('0' + value % 10);
}

void print_hex(u64 value) {
  if (value >= 16) {
    print_hex(value / 16);
  }
  print_char("0123456789abcdef"[value % 16]);
}

void finish(int code) {
  *(volatile u32 *)FINISHER = code == 0 ? 0x5555 : (u32)code << 16 | 0x3333;
  for (;;) {
  }
}

void report_unexpected_trap(u64 cause, u64 pc, u64 value) {
  print("unexpected trap: cause ");
  print_hex(cause);
  print(", pc ");
  print_hex(pc);
  print(", tval ");
  print_hex(value);
  print("\n");
  finish(1);
}

/* Device tree numbers are big-endian. */
static u32 cell(const u8 *at) {
  return (u32)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

/* The tree is a sequence of tokens: 1 opens a node (name follows), 2 closes it, 3 is a property
   (length, name, bytes follow), 4 is nothing, 9 is the end. */
int count_harts(const void *device_tree) {
  const u8 *header = device_tree;
  const u8 *at = header + cell(header + 8);
  int harts = 0;
  for (;;) {
    u32 token = cell(at);
    at += 4;
    if (token == 1) {
      harts += at[0] == 'c' && at[1] == 'p' && at[2] == 'u' && at[3] == '@';
      u32 length = 0;
      while (at[length] != 0) {
        length++;
      }
      at += (length + 4) & ~3u;
    } else if (token == 3) {
      at += 8 + ((cell(at) + 3) & ~3u);
    } else if (token == 9) {
      return harts;
    }
  }
}

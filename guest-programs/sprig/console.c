/* The console: printing, and lines of input with echo and backspace. */
#include "kernel.h"

#define LINE 128

static char line[LINE];
static u64 typed; /* of the line, so far */
static int wanted; /* somebody waits for the line; until then, what is typed stays in the device */

static void print_number(u64 value, u64 base) {
  char digits[20];
  int at = sizeof digits;
  do {
    digits[--at] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value != 0);
  platform_write(digits + at, sizeof digits - at);
}

void print(const char *format, ...) {
  __builtin_va_list values;
  __builtin_va_start(values, format);
  while (*format != 0) {
    u64 plain = 0;
    while (format[plain] != 0 && format[plain] != '%') {
      plain++;
    }
    platform_write(format, plain);
    format += plain;
    if (*format == 0) {
      break;
    }
    if (format[1] == 's') {
      const char *text = __builtin_va_arg(values, const char *);
      u64 length = 0;
      while (text[length] != 0) {
        length++;
      }
      platform_write(text, length);
    } else {
      print_number(__builtin_va_arg(values, u64), format[1] == 'x' ? 16 : 10);
    }
    format += 2;
  }
  __builtin_va_end(values);
}

void panic(const char *what) {
  print("[sprig] panic: %s\n", what);
  platform_off(1);
}

void console_poll(void) {
  while (wanted) {
    int c = platform_read();
    if (c < 0) {
      return;
    }
    if (c == '\r' || c == '\n') {
      platform_write("\n", 1);
      line[typed++] = '\n';
      wanted = 0;
      platform_listen(0);
      wake(line);
    } else if ((c == '\b' || c == 0x7f) && typed > 0) {
      typed--;
      platform_write("\b \b", 3);
    } else if (c >= ' ' && c < 0x7f && typed < LINE - 1) {
      char echo = c;
      platform_write(&echo, 1);
      line[typed++] = c;
    }
  }
}

u64 console_read_line(char *to, u64 length) {
  typed = 0;
  wanted = 1;
  platform_listen(1);
  while (wanted) {
    wait_for(line);
  }
  u64 count = typed < length ? typed : length;
  memcpy(to, line, count);
  return count;
}

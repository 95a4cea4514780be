#include "user.h"

static char pending[256];
static u64 count;

void flush(void) {
  write(1, pending, count);
  count = 0;
}

static void put(char c) {
  pending[count++] = c;
  if (c == '\n' || count == sizeof pending) {
    flush();
  }
}

static void put_number(s64 value, int width) {
  char digits[24];
  int at = sizeof digits;
  u64 rest = value < 0 ? -(u64)value : (u64)value;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  if (value < 0) {
    digits[--at] = '-';
  }
  for (int blank = (int)sizeof digits - at; blank < width; blank++) {
    put(' ');
  }
  while (at < (int)sizeof digits) {
    put(digits[at++]);
  }
}

void print(const char *format, ...) {
  __builtin_va_list values;
  __builtin_va_start(values, format);
  for (; *format != 0; format++) {
    if (*format != '%') {
      put(*format);
      continue;
    }
    int width = number(++format);
    while ('0' <= *format && *format <= '9') {
      format++;
    }
    if (*format == 's') {
      int blank = width;
      for (const char *text = __builtin_va_arg(values, const char *); *text != 0; text++) {
        put(*text);
        blank--;
      }
      for (; blank > 0; blank--) {
        put(' ');
      }
    } else {
      put_number(__builtin_va_arg(values, int), width);
    }
  }
  __builtin_va_end(values);
}

int same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++, b++;
  }
  return *a == *b;
}

u64 length_of(const char *text) {
  u64 length = 0;
  while (text[length] != 0) {
    length++;
  }
  return length;
}

int number(const char *text) {
  int value = 0;
  for (; '0' <= *text && *text <= '9'; text++) {
    value = 10 * value + (*text - '0');
  }
  return value;
}

const char *word(const char *text, char *first, u64 size) {
  u64 length = 0;
  while (*text == ' ') {
    text++;
  }
  for (; *text != 0 && *text != ' '; text++) {
    if (length < size - 1) {
      first[length++] = *text;
    }
  }
  first[length] = 0;
  while (*text == ' ') {
    text++;
  }
  return text;
}

void *memcpy(void *to, const void *from, u64 length) {
  for (u64 i = 0; i < length; i++) {
    ((u8 *)to)[i] = ((const u8 *)from)[i];
  }
  return to;
}

void *memset(void *to, int value, u64 length) {
  for (u64 i = 0; i < length; i++) {
    ((u8 *)to)[i] = (u8)value;
  }
  return to;
}

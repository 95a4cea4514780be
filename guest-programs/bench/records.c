/* Records, strings and small procedures, as systems programs have them. */
#include "bench.h"

#define ROUNDS 100

struct record {
  struct record *other;
  int kind, number;
  char text[32];
};
static struct record first, second;
static int numbers[64], table[32][32];
static int global_sum;
static char global_letter;

#define CALLED __attribute__((noinline, noclone, noipa))

static CALLED void copy_text(char *to, const char *from) {
  while ((*to++ = *from++) != 0) {
  }
}

static CALLED int compare_text(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++, b++;
  }
  return *a - *b;
}

static CALLED int kind_after(int kind, int limit) {
  switch (kind) {
    case 0:
      return global_sum > limit ? 1 : 3;
    case 1:
      return 2;
    case 2:
      return 0;
    default:
      return 4 - kind;
  }
}

static CALLED void fill_tables(int *numbers, int (*table)[32], int a, int b) {
  int at = a + 5;
  numbers[at] = b;
  numbers[at + 1] = numbers[at];
  numbers[at + 30] = at;
  for (int i = at; i <= at + 1; i++) {
    table[at][i] = at;
  }
  table[at][at - 1] += 1;
  table[at + 10][at] = numbers[at];
  global_sum = 5;
}

static CALLED void update(struct record *record) {
  struct record *other = record->other;
  *other = *record;
  record->number = 5;
  other->number = record->number + other->kind;
  other->other = record->other;
  other->kind = kind_after(other->kind, 100);
  if (other->kind == 0) {
    other->number = 6;
  }
}

static CALLED int same_letter(char a, char b) {
  global_letter = a;
  return a == b;
}

u64 records(void) {
  int a = 1, b = 2, c = 3;
  u64 sum = 0;
  global_sum = 0;
  table[6][5] = 0;
  first = (struct record){.other = &second, .kind = 2, .number = 40};
  copy_text(first.text, "A RECORD OF THE FIRST KIND");
  for (int i = 0; i < ROUNDS; i++) {
    char text[32];
    copy_text(text, "A RECORD OF THE OTHER KIND");
    int later = compare_text(first.text, text) > 0;
    b = 7 * (c - a) + later;
    fill_tables(numbers, table, a, b);
    first.kind = i % 3;
    update(&first);
    for (char letter = 'A'; letter <= 'C'; letter++) {
      if (same_letter(letter, 'C')) {
        c = kind_after(c % 4, i) + i;
      }
    }
    int quotient = (b * c + 1) / (a + 1);
    b = 7 * (b - quotient) - a;
    sum = sum * 31 + (u64)(u32)(b + second.number + global_sum + table[6][5]);
  }
  return sum + (u64)global_letter;
}

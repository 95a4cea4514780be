/* The boot arguments: words of the form key=value in the device tree's /chosen. */
#include "bench.h"

/* sprig/devicetree.c */
int device_tree_start(const void *tree);
const u8 *device_tree_find(const char *node, int n, const char *property);

int is_same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) {
    a++, b++;
  }
  return *a == *b;
}

/* What stands after "key=", if the word begins so; else 0. */
static const char *value_of(const char *word, const char *key) {
  while (*key != 0 && *word == *key) {
    word++, key++;
  }
  return *key == 0 && *word == '=' ? word + 1 : 0;
}

static void refuse(const char *word) {
  print("bench: cannot read the boot argument ");
  for (; *word > ' '; word++) {
    print_char(*word);
  }
  print("; known are kernel=NAME, n=N, warm=N, laps=N, paging=off, large or small, count=0 or 1\n");
  finish(1);
}

static u64 number(const char *text, const char *word, u64 most) {
  u64 value = 0;
  const char *at = text;
  for (; '0' <= *at && *at <= '9' && value <= most; at++) {
    value = 10 * value + (u64)(*at - '0');
  }
  if (at == text || *at > ' ' || value > most) {
    refuse(word);
  }
  return value;
}

static void read_word(struct arguments *arguments, const char *word) {
  const char *value;
  if ((value = value_of(word, "kernel")) != 0) {
    u64 length = 0;
    for (; *value > ' ' && length < sizeof arguments->kernel - 1; value++) {
      arguments->kernel[length++] = *value;
    }
    arguments->kernel[length] = 0;
  } else if ((value = value_of(word, "n")) != 0) {
    arguments->n = number(value, word, 999999999);
  } else if ((value = value_of(word, "warm")) != 0) {
    arguments->warm = number(value, word, 999999999);
  } else if ((value = value_of(word, "laps")) != 0) {
    arguments->laps = number(value, word, 40);
  } else if ((value = value_of(word, "paging")) != 0) {
    switch (*value) {
      case 'o':
        arguments->paging = OFF;
        break;
      case 'l':
        arguments->paging = LARGE;
        break;
      case 's':
        arguments->paging = SMALL;
        break;
      default:
        refuse(word);
    }
  } else if ((value = value_of(word, "count")) != 0) {
    arguments->count = (int)number(value, word, 1);
  } else {
    refuse(word);
  }
}

void read_arguments(struct arguments *arguments, const void *device_tree) {
  const char *at =
      device_tree_start(device_tree) ? (const char *)device_tree_find("chosen", 0, "bootargs") : 0;
  while (at != 0 && *at != 0) {
    if (*at == ' ') {
      at++;
      continue;
    }
    read_word(arguments, at);
    while (*at > ' ') {
      at++;
    }
  }
}

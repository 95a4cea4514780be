/* A mix as embedded programs have it: a linked list, a product of matrices of integers, a state
 * machine over text, and a CRC of what they found. */
#include "bench.h"

#define NODES 256
#define SIZE 16
#define TEXT 1024

struct node {
  struct node *next;
  u16 key, value;
};
static struct node nodes[NODES];
static short left[SIZE][SIZE], right[SIZE][SIZE];
static int product[SIZE][SIZE];
static char text[TEXT];

static u16 crc16(u16 crc, u32 value) {
  for (int i = 0; i < 32; i++) {
    u16 bit = (u16)((crc ^ value) & 1);
    crc = (u16)(crc >> 1);
    if (bit) {
      crc ^= 0xa001;
    }
    value >>= 1;
  }
  return crc;
}

static struct node *merge(struct node *a, struct node *b) {
  struct node head, *last = &head;
  while (a != 0 && b != 0) {
    if (a->key <= b->key) {
      last->next = a, a = a->next;
    } else {
      last->next = b, b = b->next;
    }
    last = last->next;
  }
  last->next = a != 0 ? a : b;
  return head.next;
}

static struct node *sorted(struct node *list, u32 length) {
  if (length < 2) {
    list->next = 0;
    return list;
  }
  struct node *second = list;
  for (u32 i = 0; i < length / 2; i++) {
    second = second->next;
  }
  struct node *b = sorted(second, length - length / 2);
  return merge(sorted(list, length / 2), b);
}

static u16 lists(u16 crc) {
  u64 state = 3;
  for (u32 i = 0; i < NODES; i++) {
    nodes[i].next = i + 1 < NODES ? &nodes[i + 1] : 0;
    nodes[i].key = (u16)random_next(&state);
    nodes[i].value = (u16)i;
  }
  struct node *list = sorted(nodes, NODES), *reversed = 0;
  for (u32 wanted = 0; wanted < NODES; wanted += 16) {
    for (struct node *at = list; at != 0; at = at->next) {
      if (at->value == wanted) {
        crc = crc16(crc, at->key);
        break;
      }
    }
  }
  while (list != 0) {
    struct node *next = list->next;
    list->next = reversed, reversed = list, list = next;
  }
  return crc16(crc, reversed->key);
}

static u16 matrices(u16 crc) {
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      int sum = 0;
      for (int k = 0; k < SIZE; k++) {
        sum += left[i][k] * right[k][j];
      }
      product[i][j] = sum >> 2 & 0x7fff;
    }
  }
  for (int i = 0; i < SIZE; i++) {
    crc = crc16(crc, (u32)product[i][SIZE - 1 - i]);
  }
  return crc;
}

enum { START, WHOLE, FRACTION, EXPONENT, BAD, STATES };

/* Which fields of the text are numbers. */
static u16 states(u16 crc) {
  u32 counts[STATES] = {0};
  int state = START;
  for (const char *at = text; *at != 0; at++) {
    char c = *at;
    int digit = '0' <= c && c <= '9';
    if (c == ',') {
      counts[state]++;
      state = START;
      continue;
    }
    switch (state) {
      case START:
        state = digit || c == '-' ? WHOLE : c == '.' ? FRACTION : BAD;
        break;
      case WHOLE:
        state = digit ? WHOLE : c == '.' ? FRACTION : c == 'e' ? EXPONENT : BAD;
        break;
      case FRACTION:
        state = digit ? FRACTION : c == 'e' ? EXPONENT : BAD;
        break;
      case EXPONENT:
        state = digit || c == '-' ? EXPONENT : BAD;
        break;
      default:
        break;
    }
  }
  for (int i = 0; i < STATES; i++) {
    crc = crc16(crc, counts[i]);
  }
  return crc;
}

void mix_prepare(void) {
  u64 state = 1;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      left[i][j] = (short)random_next(&state);
      right[i][j] = (short)random_next(&state);
    }
  }
  for (int i = 0; i < TEXT - 1; i++) {
    text[i] = "0123456789,.-e,7"[random_next(&state) % 16];
  }
}

u64 mix(void) { return states(matrices(lists(0xffff))); }

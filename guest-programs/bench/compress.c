/* Compression of repeated phrases, and what undoes it.
 *
 * The compressed form is a sequence of items: a byte n < 128 and n + 1 bytes as they are; or
 * 128 + length - MATCH and two bytes of distance, the low one first. */
#include "bench.h"

#define SIZE 16384
#define SLOTS 2048
#define MATCH 4
#define LONGEST (127 + MATCH)
#define LITERALS 128

static u8 plain[SIZE], packed[SIZE * 2], unpacked[SIZE];
static u16 latest[SLOTS]; /* position + 1 where a hash was seen last */

static u32 word_at(const u8 *at) {
  return at[0] | (u32)at[1] << 8 | (u32)at[2] << 16 | (u32)at[3] << 24;
}

static u8 *put_literals(u8 *to, const u8 *from, const u8 *end) {
  while (from < end) {
    u64 length = (u64)(end - from) < LITERALS ? (u64)(end - from) : LITERALS;
    *to++ = (u8)(length - 1);
    for (u64 i = 0; i < length; i++) {
      *to++ = *from++;
    }
  }
  return to;
}

static u32 pack(void) {
  for (u32 i = 0; i < SLOTS; i++) {
    latest[i] = 0;
  }
  u8 *to = packed;
  u32 at = 0, literals = 0;
  while (at + MATCH <= SIZE) {
    u32 word = word_at(plain + at);
    u32 slot = word * 2654435761u >> 21;
    u32 before = latest[slot];
    latest[slot] = (u16)(at + 1);
    if (before == 0 || word_at(plain + before - 1) != word) {
      at++;
      continue;
    }
    u32 from = before - 1, length = MATCH;
    while (length < LONGEST && at + length < SIZE && plain[from + length] == plain[at + length]) {
      length++;
    }
    to = put_literals(to, plain + literals, plain + at);
    *to++ = (u8)(128 + length - MATCH);
    *to++ = (u8)(at - from);
    *to++ = (u8)((at - from) >> 8);
    at += length;
    literals = at;
  }
  to = put_literals(to, plain + literals, plain + SIZE);
  return (u32)(to - packed);
}

static u32 unpack(u32 length) {
  const u8 *from = packed, *end = packed + length;
  u8 *to = unpacked;
  while (from < end) {
    u32 item = *from++;
    if (item < 128) {
      for (u32 i = 0; i <= item; i++) {
        *to++ = *from++;
      }
    } else {
      u32 distance = from[0] | (u32)from[1] << 8;
      from += 2;
      for (u32 i = 0; i < item - 128 + MATCH; i++, to++) {
        *to = to[-(long)distance];
      }
    }
  }
  return (u32)(to - unpacked);
}

/* Words that come again, some more often than others. */
void compress_prepare(void) {
  u64 state = 5;
  for (u32 at = 0; at < SIZE;) {
    u64 word = random_next(&state) % 64 * (random_next(&state) % 64) / 64;
    u64 letters = word * 2654435761u + 12345;
    for (u32 i = 0; i < 2 + word % 7 && at < SIZE; i++, letters = letters * 5 + 1) {
      plain[at++] = (u8)('a' + (letters >> 7) % 26);
    }
    if (at < SIZE) {
      plain[at++] = ' ';
    }
  }
}

u64 compress(void) {
  u32 length = pack();
  u32 size = unpack(length);
  u64 sum = length;
  for (u32 i = 0; i < SIZE; i++) {
    sum += plain[i] != unpacked[i] ? 1ul << 40 : 0;
  }
  for (u32 i = 0; i < length; i++) {
    sum = sum * 31 + packed[i];
  }
  return sum + ((u64)(size != SIZE) << 50);
}

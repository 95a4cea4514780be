/* SHA-256 (FIPS 180-4) of 4 KiB. Its constants are the first bits of the fractional parts of the
 * roots of primes, and are found so, in integers. */
#include "bench.h"

#define BYTES 4096

static u32 constants[64], start[8];
static u8 message[BYTES + 64];

/* 2^32 times the fractional part of the square root (power 2) or cube root (power 3) of n. */
static u32 fraction_of_root(u32 n, int power) {
  u64 low = 0, high = 20ul << 32;
  while (high - low > 1) {
    u64 middle = low + (high - low) / 2;
    unsigned __int128 value = (unsigned __int128)middle * middle;
    unsigned __int128 wanted = (unsigned __int128)n << 64;
    if (power == 3) {
      value *= middle;
      wanted <<= 32;
    }
    if (value < wanted) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (u32)low;
}

static void find_constants(void) {
  u32 found = 0;
  for (u32 n = 2; found < 64; n++) {
    int prime = 1;
    for (u32 d = 2; d * d <= n; d++) {
      prime &= n % d != 0;
    }
    if (prime) {
      if (found < 8) {
        start[found] = fraction_of_root(n, 2);
      }
      constants[found++] = fraction_of_root(n, 3);
    }
  }
}

static u32 rotate(u32 x, int by) { return x >> by | x << (32 - by); }

static void block(u32 *hash, const u8 *from) {
  u32 w[64];
  for (int i = 0; i < 16; i++, from += 4) {
    w[i] = (u32)from[0] << 24 | (u32)from[1] << 16 | (u32)from[2] << 8 | from[3];
  }
  for (int i = 16; i < 64; i++) {
    u32 x = w[i - 15], y = w[i - 2];
    w[i] = w[i - 16] + (rotate(x, 7) ^ rotate(x, 18) ^ x >> 3) + w[i - 7] +
           (rotate(y, 17) ^ rotate(y, 19) ^ y >> 10);
  }
  u32 a = hash[0], b = hash[1], c = hash[2], d = hash[3];
  u32 e = hash[4], f = hash[5], g = hash[6], h = hash[7];
  for (int i = 0; i < 64; i++) {
    u32 one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) +
              constants[i] + w[i];
    u32 two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
  }
  hash[0] += a, hash[1] += b, hash[2] += c, hash[3] += d;
  hash[4] += e, hash[5] += f, hash[6] += g, hash[7] += h;
}

u64 sha256(void) {
  if (constants[0] == 0) {
    find_constants();
    for (u32 i = 0; i < BYTES; i++) {
      message[i] = (u8)(i * 7 + (i >> 8));
    }
    message[BYTES] = 0x80; /* the padding: a one, zeros, the length in bits */
    message[BYTES + 62] = (u8)(BYTES * 8 >> 8);
  }
  u32 hash[8];
  for (int i = 0; i < 8; i++) {
    hash[i] = start[i];
  }
  for (u32 at = 0; at < BYTES + 64; at += 64) {
    block(hash, message + at);
  }
  return (u64)hash[0] << 32 | hash[1];
}

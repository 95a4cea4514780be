/* A kernel of plain integer work: no trap, no device but the UART for its few lines.
 *
 * The sieve is loads, stores and short loops; the mixing is shifts, additions and logic in
 * registers; the product of matrices is multiplication.
 * ROUNDS sets the length: one round is about 4.1 million instructions. */
#include "bare.h"

#ifndef ROUNDS
#define ROUNDS 10
#endif

#define SIEVE_SIZE 100000
#define MATRIX 48
#define MIXES 20000

static u8 composite[SIEVE_SIZE];
static u32 left[MATRIX][MATRIX], right[MATRIX][MATRIX], product[MATRIX][MATRIX];

static u32 sieve(void) {
  u32 primes = 0;
  for (u32 n = 0; n < SIEVE_SIZE; n++) {
    composite[n] = 0;
  }
  for (u32 n = 2; n < SIEVE_SIZE; n++) {
    if (!composite[n]) {
      primes++;
      for (u32 multiple = n + n; multiple < SIEVE_SIZE; multiple += n) {
        composite[multiple] = 1;
      }
    }
  }
  return primes;
}

static u32 rotate(u32 x, int by) { return x >> by | x << (32 - by); }

/* Stirs eight words the way a SHA-256 round does. */
static u32 mix(u32 seed) {
  u32 a = seed, b = 1, c = 2, d = 3, e = 4, f = 5, g = 6, h = 7;
  for (u32 i = 0; i < MIXES; i++) {
    u32 first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + i;
    u32 second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
}

static u32 multiply(u32 seed) {
  u32 sum = 0;
  for (int i = 0; i < MATRIX; i++) {
    for (int j = 0; j < MATRIX; j++) {
      left[i][j] = seed + i * j;
      right[i][j] = seed ^ (i + j);
    }
  }
  for (int i = 0; i < MATRIX; i++) {
    for (int j = 0; j < MATRIX; j++) {
      u32 cell = 0;
      for (int k = 0; k < MATRIX; k++) {
        cell += left[i][k] * right[k][j];
      }
      product[i][j] = cell;
      sum = rotate(sum, 1) + cell;
    }
  }
  return sum;
}

int main(void) {
  print("compute: ");
  print_decimal(ROUNDS);
  print(" rounds\n");
  u32 checksum = 0;
  for (int round = 1; round <= ROUNDS; round++) {
    checksum = rotate(checksum, 5) ^ sieve();
    checksum = rotate(checksum, 5) ^ mix(checksum);
    checksum = rotate(checksum, 5) ^ multiply(checksum);
  }
  print("checksum ");
  print_hex(checksum);
  print("\n");
  return 0;
}

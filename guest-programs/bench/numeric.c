/* Double precision: a product of matrices, and bodies that attract each other. */
#include "bench.h"

#define SIZE 48
#define BODIES 5
#define STEPS 500

static double left[SIZE][SIZE], right[SIZE][SIZE], product[SIZE][SIZE];

struct body {
  double at[3], speed[3], mass;
};
static struct body bodies[BODIES];

static u64 bits(double value) {
  union {
    double value;
    u64 bits;
  } both = {.value = value};
  return both.bits;
}

void matmul_prepare(void) {
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      left[i][j] = 1.0 / (1 + i + j);
      right[i][j] = (i - j) / 7.0;
    }
  }
}

u64 matmul(void) {
  u64 sum = 0;
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) {
      double cell = 0;
      for (int k = 0; k < SIZE; k++) {
        cell += left[i][k] * right[k][j];
      }
      product[i][j] = cell;
    }
  }
  for (int i = 0; i < SIZE; i++) {
    sum = sum * 31 + bits(product[i][SIZE - 1 - i]);
  }
  return sum;
}

static void step(double time) {
  for (int i = 0; i < BODIES; i++) {
    for (int j = i + 1; j < BODIES; j++) {
      struct body *a = &bodies[i], *b = &bodies[j];
      double x = a->at[0] - b->at[0], y = a->at[1] - b->at[1], z = a->at[2] - b->at[2];
      double square = x * x + y * y + z * z;
      double force = time / (square * __builtin_sqrt(square));
      double ours = b->mass * force, theirs = a->mass * force;
      a->speed[0] -= x * ours, a->speed[1] -= y * ours, a->speed[2] -= z * ours;
      b->speed[0] += x * theirs, b->speed[1] += y * theirs, b->speed[2] += z * theirs;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    for (int axis = 0; axis < 3; axis++) {
      bodies[i].at[axis] += time * bodies[i].speed[axis];
    }
  }
}

static double energy(void) {
  double sum = 0;
  for (int i = 0; i < BODIES; i++) {
    const struct body *a = &bodies[i];
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
      square += a->speed[axis] * a->speed[axis];
    }
    sum += a->mass * square / 2;
    for (int j = i + 1; j < BODIES; j++) {
      double distance = 0;
      for (int axis = 0; axis < 3; axis++) {
        double difference = a->at[axis] - bodies[j].at[axis];
        distance += difference * difference;
      }
      sum -= a->mass * bodies[j].mass / __builtin_sqrt(distance);
    }
  }
  return sum;
}

u64 nbody(void) {
  for (int i = 0; i < BODIES; i++) {
    bodies[i] = (struct body){
        .at = {3.0 * i, 1.0 - i * i, 0.25 * i},
        .speed = {0.125 * (i - 2), 0.5 - 0.25 * i, 0.0625 * i},
        .mass = i == 0 ? 40 : 0.5 / i,
    };
  }
  for (int i = 0; i < STEPS; i++) {
    step(0.001);
  }
  return bits(energy());
}

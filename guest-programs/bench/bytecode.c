/* An interpreter's loop: a small stack machine that counts the steps of Collatz's sequences. */
#include "bench.h"

enum operation { PUSH, LOAD, STORE, ADD, MULTIPLY, HALVE, IS_ODD, LESS, JUMP, JUMP_IF_ZERO, END };
enum variable { N, VALUE, STEPS, TOTAL, VARIABLES };

#define LIMIT 60

static int program[96];
static int length;

static int emit(int operation, int operand) {
  program[length++] = operation;
  program[length++] = operand;
  return length - 1;
}

static void assign_constant(int variable, int value) {
  emit(PUSH, value);
  emit(STORE, variable);
}

static void increment(int variable) {
  emit(LOAD, variable);
  emit(PUSH, 1);
  emit(ADD, 0);
  emit(STORE, variable);
}

/* for (n = 1; n < LIMIT; n++) { count the steps from n to 1; total = total * 31 + steps } */
static void write_program(void) {
  assign_constant(TOTAL, 0);
  assign_constant(N, 1);
  int next_n = length;
  emit(LOAD, N);
  emit(PUSH, LIMIT);
  emit(LESS, 0);
  int to_end = emit(JUMP_IF_ZERO, 0);
  emit(LOAD, N);
  emit(STORE, VALUE);
  assign_constant(STEPS, 0);
  int next_step = length;
  emit(PUSH, 1);
  emit(LOAD, VALUE);
  emit(LESS, 0);
  int to_counted = emit(JUMP_IF_ZERO, 0);
  increment(STEPS);
  emit(LOAD, VALUE);
  emit(IS_ODD, 0);
  int to_even = emit(JUMP_IF_ZERO, 0);
  emit(LOAD, VALUE);
  emit(PUSH, 3);
  emit(MULTIPLY, 0);
  emit(STORE, VALUE);
  increment(VALUE);
  emit(JUMP, next_step);
  program[to_even] = length;
  emit(LOAD, VALUE);
  emit(HALVE, 0);
  emit(STORE, VALUE);
  emit(JUMP, next_step);
  program[to_counted] = length;
  emit(LOAD, TOTAL);
  emit(PUSH, 31);
  emit(MULTIPLY, 0);
  emit(LOAD, STEPS);
  emit(ADD, 0);
  emit(STORE, TOTAL);
  increment(N);
  emit(JUMP, next_n);
  program[to_end] = length;
  emit(END, 0);
}

u64 bytecode(void) {
  if (length == 0) {
    write_program();
  }
  u64 variables[VARIABLES] = {0};
  u64 stack[8];
  u64 *top = stack;
  for (const int *at = program;;) {
    int operation = at[0], operand = at[1];
    at += 2;
    switch ((enum operation)operation) {
      case PUSH:
        *top++ = (u64)operand;
        break;
      case LOAD:
        *top++ = variables[operand];
        break;
      case STORE:
        variables[operand] = *--top;
        break;
      case ADD:
        top--;
        top[-1] += *top;
        break;
      case MULTIPLY:
        top--;
        top[-1] *= *top;
        break;
      case HALVE:
        top[-1] >>= 1;
        break;
      case IS_ODD:
        top[-1] &= 1;
        break;
      case LESS:
        top--;
        top[-1] = top[-1] < *top;
        break;
      case JUMP:
        at = program + operand;
        break;
      case JUMP_IF_ZERO:
        if (*--top == 0) {
          at = program + operand;
        }
        break;
      case END:
        return variables[TOTAL];
    }
  }
}

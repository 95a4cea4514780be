/* Starts N runners that never give the hart away: the timer takes it from them, one by one.
 * The same program is the starter ("3") and a runner ("run A 40 7": runner A, who starts at tick 40
 * and keeps the number 7 in a floating-point register). */
#include "user.h"

#define LAPS 4
#define TICKS_TO_START 20

static int run(const char *arguments) {
  char name[8], start[16];
  const char *rest = word(arguments, name, sizeof name);
  rest = word(rest, start, sizeof start);
  int kept = number(rest);
  double value = kept;
  sleep_until((u64)number(start));
  for (int lap = 1; lap <= LAPS; lap++) {
    u64 now = CLOCK->ticks;
    print("runner %s: lap %d of %d, carries %d\n", name, lap, LAPS, (int)value);
    while (CLOCK->ticks == now) {
      value = 2 * kept - value; /* what it is, as long as nobody else's value gets in */
    }
  }
  return (int)value != kept;
}

static void append(char *text, const char *more) {
  text += length_of(text);
  while (*more != 0) {
    *text++ = *more++;
  }
  *text = 0;
}

static void append_number(char *text, u64 value) {
  char digit[2] = {(char)('0' + value % 10), 0};
  if (value >= 10) {
    append_number(text, value / 10);
  }
  append(text, digit);
}

int main(const char *arguments) {
  char first[8];
  const char *rest = word(arguments, first, sizeof first);
  if (same(first, "run")) {
    return run(rest);
  }
  u64 start = uptime() + TICKS_TO_START;
  int failed = 0;
  for (int runner = 0; runner < number(first); runner++) {
    char text[64] = "run ", name[] = {(char)('A' + runner), ' ', 0};
    append(text, name);
    append_number(text, start);
    append(text, " ");
    append_number(text, (u64)runner + 5);
    failed += spawn("race", text) < 0;
  }
  int status;
  while (wait(0, &status) > 0) {
    failed += status != 0;
  }
  return failed;
}

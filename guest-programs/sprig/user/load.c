/* Loads for measuring, small forms of what is measured on larger systems. "load KIND N":
 *
 *   spawn   N programs started, one after the other, and waited for
 *   ball    a number handed to and fro N times by two processes, through a file
 *   build   N sources written, each worked into an object by a program, the objects put together
 *   table   N thousand times an entry of a hash table on the heap set, looked up or removed
 *
 * Each prints its iterations and a checksum of what it made, in lines of one length. */
#include "user.h"

#define SOURCE_SIZE 900  /* bytes, two blocks */
#define SLOTS 16384      /* 256 KiB */
#define KEYS 8192

static u64 mixed(u64 sum, u64 value) {
  sum = (sum ^ value) * 0x100000001b3ul;
  return sum ^ sum >> 29;
}

static int report(const char *kind, int n, u64 sum) {
  print("%s: %7d iterations, checksum %10d\n", kind, n, (int)(sum % 1000000000));
  return 0;
}

static void append(char *text, const char *more) {
  text += length_of(text);
  while (*more != 0) {
    *text++ = *more++;
  }
  *text = 0;
}

static void append_number(char *text, int value) {
  char digit[2] = {(char)('0' + value % 10), 0};
  if (value >= 10) {
    append_number(text, value / 10);
  }
  append(text, digit);
}

/* Starts "load KIND NUMBER" and gives what it ended with. */
static int run_self(const char *kind, int value) {
  char arguments[32] = "";
  int status = -1;
  append(arguments, kind);
  append(arguments, " ");
  append_number(arguments, value);
  int id = spawn("load", arguments);
  if (id < 0 || wait(id, &status) != id) {
    return -1;
  }
  return status;
}

static int spawn_load(int n) {
  u64 sum = 0;
  for (int i = 0; i < n; i++) {
    sum = mixed(sum, (u64)run_self("child", i));
  }
  return report("spawn", n, sum);
}

static int read_ball(void) {
  int value = -1;
  int file = open("ball", 0);
  read(file, &value, sizeof value);
  close(file);
  return value;
}

static void write_ball(int value) {
  int file = open("ball", 1);
  write(file, &value, sizeof value);
  close(file);
}

/* Even numbers are one's, odd ones the other's. */
static void play(int mine, int n) {
  for (int value = read_ball(); value < n; value = read_ball()) {
    if (value % 2 == mine) {
      write_ball(value + 1);
    }
    yield();
  }
}

static int ball_load(int n) {
  int status;
  char arguments[32] = "player ";
  append_number(arguments, n);
  write_ball(0);
  int player = spawn("load", arguments);
  play(0, n);
  wait(player, &status);
  int last = read_ball();
  remove("ball");
  return report("ball ", n, mixed(0, (u64)last));
}

static int compile(int i) {
  u8 text[SOURCE_SIZE];
  int source = open("source", 0);
  s64 length = read(source, text, sizeof text);
  close(source);
  u64 sum = 0;
  for (s64 at = 0; at < length; at++) {
    sum = mixed(sum, text[at]);
  }
  int object = open("object", 1);
  write(object, &sum, sizeof sum);
  close(object);
  return length != SOURCE_SIZE || i < 0;
}

static int build_load(int n) {
  u8 text[SOURCE_SIZE];
  u64 sum = 0;
  for (int i = 0; i < n; i++) {
    for (int at = 0; at < SOURCE_SIZE; at++) {
      text[at] = (u8)(at * i + at);
    }
    int source = open("source", 1);
    write(source, text, sizeof text);
    close(source);
    if (run_self("compile", i) != 0) {
      print("build: the compiler failed\n");
      return 1;
    }
    u64 object = 0;
    int file = open("object", 0);
    read(file, &object, sizeof object);
    close(file);
    sum = mixed(sum, object);
    remove("source");
    remove("object");
  }
  return report("build", n, sum);
}

/* Open addressing; a removed entry keeps its key and has the value 0. */
static int table_load(int n) {
  struct slot {
    u64 key, value;
  } *slots = grow(SLOTS * sizeof *slots);
  u64 sum = 0, x = 1;
  for (int i = 0; i < 1000 * n; i++) {
    x = x * 6364136223846793005ul + 1442695040888963407ul;
    u64 key = (x >> 33) % KEYS + 1;
    u64 at = key * 0x9e3779b97f4a7c15ul >> 50;
    while (slots[at].key != 0 && slots[at].key != key) {
      at = (at + 1) % SLOTS;
    }
    switch (x >> 60 & 3) {
      case 0:
        slots[at].key = key;
        slots[at].value = x;
        break;
      case 1:
        slots[at].value = 0;
        break;
      default:
        sum = mixed(sum, slots[at].value);
    }
  }
  return report("table", n, sum);
}

int main(const char *arguments) {
  char kind[16];
  int n = number(word(arguments, kind, sizeof kind));
  if (same(kind, "spawn")) {
    return spawn_load(n);
  } else if (same(kind, "child")) {
    return n * 7 % 101;
  } else if (same(kind, "ball")) {
    return ball_load(n);
  } else if (same(kind, "player")) {
    play(1, n);
    return 0;
  } else if (same(kind, "build")) {
    return build_load(n);
  } else if (same(kind, "compile")) {
    return compile(n);
  } else if (same(kind, "table")) {
    return table_load(n);
  }
  print("load: spawn N, ball N, build N or table N\n");
  return 1;
}

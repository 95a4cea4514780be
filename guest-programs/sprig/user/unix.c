/* Loads of processes as Unix has them. "unix KIND N":
 *
 *   fork  N times a copy of this process that goes on as another program, and is waited for
 *   pipe  a number handed to and fro N times by two processes, through two pipes
 *
 * Each prints its iterations and a checksum, in lines of one length. */
#include "user.h"

static int report(const char *kind, int n, u64 sum) {
  print("%s: %8d iterations, checksum %10d\n", kind, n, (int)(sum % 1000000000));
  return 0;
}

static u64 mixed(u64 sum, u64 value) {
  sum = (sum ^ value) * 0x100000001b3ul;
  return sum ^ sum >> 29;
}

static int failed(const char *what) {
  print("unix: %s failed\n", what);
  return 1;
}

static int fork_load(int n) {
  char arguments[] = "child 0000000";
  u64 sum = 0;
  for (int i = 0; i < n; i++) {
    int status = -1, rest = i;
    for (int at = sizeof arguments - 2; at > 5; at--) {
      arguments[at] = (char)('0' + rest % 10);
      rest /= 10;
    }
    int child = fork();
    if (child == 0) {
      exec("unix", arguments);
      return 127; /* there is no such program */
    }
    if (child < 0 || wait(child, &status) != child || status != i * 7 % 101) {
      return failed("fork");
    }
    sum = mixed(sum, (u64)status);
  }
  return report("fork", n, sum);
}

/* Gives back each number that comes, one higher. */
static int play(int from, int to) {
  int value;
  while (read(from, &value, sizeof value) == sizeof value) {
    value++;
    write(to, &value, sizeof value);
  }
  return 0;
}

static int pipe_load(int n) {
  int there[2], back[2];
  int value = 0, status;
  if (pipe(there) < 0 || pipe(back) < 0) {
    return failed("pipe");
  }
  int player = fork();
  if (player == 0) {
    close(there[1]);
    close(back[0]);
    return play(there[0], back[1]);
  }
  close(there[0]);
  close(back[1]);
  for (int i = 0; i < n; i++) {
    value++;
    if (write(there[1], &value, sizeof value) != sizeof value ||
        read(back[0], &value, sizeof value) != sizeof value) {
      return failed("pipe");
    }
  }
  close(there[1]); /* so that the player ends */
  wait(player, &status);
  return report("pipe", n, mixed((u64)status, (u64)value));
}

int main(const char *arguments) {
  char kind[16];
  int n = number(word(arguments, kind, sizeof kind));
  if (same(kind, "fork")) {
    return fork_load(n);
  } else if (same(kind, "child")) {
    return n * 7 % 101;
  } else if (same(kind, "pipe")) {
    return pipe_load(n);
  }
  print("unix: fork N or pipe N\n");
  return 1;
}

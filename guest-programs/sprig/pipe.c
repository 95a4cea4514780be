/* Pipes: bytes that one process writes and another reads, in the kernel's memory meanwhile. */
#include "kernel.h"

#define PIPES 8
#define ROOM 512 /* bytes */

static struct pipe {
  int ends[2]; /* how often the end for reading and that for writing are open */
  u64 taken, put; /* bytes so far */
  char bytes[ROOM];
} pipes[PIPES];

static struct pipe *pipe_at(int end) { return &pipes[(end - PIPE_FILES) / 2]; }

int pipe_make(void) {
  for (int i = 0; i < PIPES; i++) {
    if (pipes[i].ends[0] == 0 && pipes[i].ends[1] == 0) {
      pipes[i].ends[0] = pipes[i].ends[1] = 1;
      pipes[i].taken = pipes[i].put = 0;
      return PIPE_FILES + 2 * i;
    }
  }
  return -1;
}

void pipe_hold(int end) { pipe_at(end)->ends[end % 2]++; }

void pipe_close(int end) {
  pipe_at(end)->ends[end % 2]--;
  wake(pipe_at(end));
}

u64 pipe_read(int end, char *buffer, u64 length) {
  struct pipe *pipe = pipe_at(end);
  if (end % 2 != 0 || length == 0) {
    return 0;
  }
  while (pipe->taken == pipe->put && pipe->ends[1] > 0) {
    wait_for(pipe);
  }
  u64 count = least(length, pipe->put - pipe->taken);
  for (u64 i = 0; i < count; i++) {
    buffer[i] = pipe->bytes[pipe->taken++ % ROOM];
  }
  wake(pipe);
  return count;
}

u64 pipe_write(int end, const char *buffer, u64 length) {
  struct pipe *pipe = pipe_at(end);
  for (u64 i = 0; i < length; i++) {
    while (end % 2 != 0 && pipe->put - pipe->taken == ROOM && pipe->ends[0] > 0) {
      wake(pipe);
      wait_for(pipe);
    }
    if (end % 2 == 0 || pipe->ends[0] == 0) {
      return i;
    }
    pipe->bytes[pipe->put++ % ROOM] = buffer[i];
  }
  wake(pipe);
  return length;
}

/* The system calls: abi.h says what each does. */
#include "kernel.h"

#define ARGUMENTS 128
#define CONSOLE_IN 0
#define CONSOLE_OUT 1
#define CHUNK 256 /* bytes copied at a time, on the kernel stack */

/* Files 0 and 1 are the console; what is opened comes after. */
static int open_index(u64 number) {
  u64 index = number - 2;
  return index < OPEN_FILES && current->open[index].file >= 0 ? (int)index : -1;
}

static s64 call_spawn(u64 program, u64 arguments) {
  char name[NAME_LENGTH], text[ARGUMENTS];
  if (!copy_text_from_user(name, program, sizeof name) ||
      !copy_text_from_user(text, arguments, sizeof text)) {
    return -1;
  }
  return spawn(name, text);
}

static s64 call_wait(u64 id, u64 status_to) {
  int status = 0;
  int ended = wait_for_child((int)id, &status);
  return ended > 0 && status_to != 0 && !copy_to_user(status_to, &status, sizeof status) ? -1
                                                                                         : ended;
}

static s64 call_grow(u64 bytes) {
  u64 old = current->heap_end;
  if (bytes > STACK_LIMIT - old) {
    return -1;
  }
  current->heap_end = old + bytes;
  return (s64)old;
}

static s64 call_open(u64 name_at, u64 create) {
  char name[NAME_LENGTH];
  int index = 0;
  while (index < OPEN_FILES && current->open[index].file >= 0) {
    index++;
  }
  if (index == OPEN_FILES || !copy_text_from_user(name, name_at, sizeof name)) {
    return -1;
  }
  int file = file_find(name);
  if (file < 0 && create) {
    file = file_create(name);
  }
  if (file < 0) {
    return -1;
  }
  current->open[index].file = file;
  current->open[index].offset = 0;
  return index + 2;
}

#ifdef UNIX_CALLS
static s64 call_exec(u64 program, u64 arguments) {
  char name[NAME_LENGTH], text[ARGUMENTS];
  if (!copy_text_from_user(name, program, sizeof name) ||
      !copy_text_from_user(text, arguments, sizeof text)) {
    return -1;
  }
  return exec(name, text);
}

static s64 call_pipe(u64 numbers_to) {
  int numbers[2], found = 0;
  for (int index = 0; index < OPEN_FILES && found < 2; index++) {
    if (current->open[index].file < 0) {
      numbers[found++] = index + 2;
    }
  }
  if (found < 2 || !copy_to_user(numbers_to, numbers, sizeof numbers)) {
    return -1;
  }
  int end = pipe_make();
  for (int i = 0; i < 2 && end >= 0; i++) {
    current->open[numbers[i] - 2].file = end + i;
  }
  return end < 0 ? -1 : 0;
}

/* The end of a pipe that a number stands for, or -1. */
static int pipe_of(u64 number) {
  int index = open_index(number);
  return index >= 0 && current->open[index].file >= PIPE_FILES ? current->open[index].file : -1;
}

static s64 call_read_pipe(int end, u64 buffer, u64 length) {
  char chunk[CHUNK];
  u64 count = pipe_read(end, chunk, least(length, CHUNK));
  return copy_to_user(buffer, chunk, count) ? (s64)count : -1;
}

static s64 call_write_pipe(int end, u64 buffer, u64 length) {
  char chunk[CHUNK];
  u64 total = 0;
  while (total < length) {
    u64 count = least(length - total, CHUNK);
    if (!copy_from_user(chunk, buffer + total, count)) {
      return -1;
    }
    u64 written = pipe_write(end, chunk, count);
    total += written;
    if (written < count) {
      break;
    }
  }
  return (s64)total;
}
#endif

static s64 call_read(u64 number, u64 buffer, u64 length) {
  char chunk[CHUNK];
  if (number == CONSOLE_IN) {
    u64 count = console_read_line(chunk, least(length, CHUNK));
    return copy_to_user(buffer, chunk, count) ? (s64)count : -1;
  }
  int index = open_index(number);
  if (index < 0) {
    return -1;
  }
  u64 total = 0;
  while (total < length) {
    u64 count = file_read(current->open[index].file, current->open[index].offset, chunk,
                          least(length - total, CHUNK));
    if (count == 0) {
      break;
    }
    if (!copy_to_user(buffer + total, chunk, count)) {
      return -1;
    }
    current->open[index].offset += count;
    total += count;
  }
  return (s64)total;
}

static s64 call_write(u64 number, u64 buffer, u64 length) {
  char chunk[CHUNK];
  int index = open_index(number);
  if (number != CONSOLE_OUT && index < 0) {
    return -1;
  }
  u64 total = 0;
  while (total < length) {
    u64 count = least(length - total, CHUNK);
    if (!copy_from_user(chunk, buffer + total, count)) {
      return -1;
    }
    if (number == CONSOLE_OUT) {
      platform_write(chunk, count);
    } else {
      u64 written =
          file_write(current->open[index].file, current->open[index].offset, chunk, count);
      current->open[index].offset += written;
      if (written < count) {
        return (s64)(total + written); /* the disk is full */
      }
    }
    total += count;
  }
  return (s64)total;
}

static s64 call_list(u64 n, u64 to) {
  struct file_info info;
  return file_describe((int)n, &info) && copy_to_user(to, &info, sizeof info) ? 0 : -1;
}

static s64 call_remove(u64 name_at) {
  char name[NAME_LENGTH];
  int file = copy_text_from_user(name, name_at, sizeof name) ? file_find(name) : -1;
  if (file < 0) {
    return -1;
  }
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    for (int i = 0; process->state != FREE && i < OPEN_FILES; i++) {
      if (process->open[i].file == file) {
        return -1; /* somebody has it open */
      }
    }
  }
  file_remove(file);
  return 0;
}

static s64 call_processes(u64 n, u64 to) {
  static const char *const states[] = {"free", "ready", "waiting", "ended"};
  if (n >= PROCESSES) {
    return -1;
  }
  const struct process *process = &processes[n];
  struct process_info info;
  memset(&info, 0, sizeof info);
  if (process->state != FREE) {
    const char *state = process == current ? "running" : states[process->state];
    memcpy(info.name, process->name, sizeof info.name);
    for (int i = 0; state[i] != 0; i++) {
      info.state[i] = state[i];
    }
    info.id = process->id;
    info.parent = process->parent != 0 ? process->parent->id : 0;
    info.pages = count_user_pages(process->root);
  }
  return copy_to_user(to, &info, sizeof info) ? 0 : -1;
}

static s64 answer(u64 number, u64 a, u64 b, u64 c) {
  switch (number) {
    case CALL_EXIT:
      end_process((int)a);
    case CALL_SPAWN:
      return call_spawn(a, b);
    case CALL_WAIT:
      return call_wait(a, b);
    case CALL_YIELD:
      schedule();
      return 0;
    case CALL_SLEEP:
      sleep_until(a);
      return 0;
    case CALL_UPTIME:
      return (s64)clock_page.ticks;
    case CALL_GROW:
      return call_grow(a);
    case CALL_OPEN:
      return call_open(a, b);
    case CALL_CLOSE: {
      int index = open_index(a);
#ifdef UNIX_CALLS
      if (pipe_of(a) >= 0) {
        pipe_close(pipe_of(a));
      }
#endif
      if (index >= 0) {
        current->open[index].file = -1;
      }
      return index >= 0 ? 0 : -1;
    }
    case CALL_READ:
#ifdef UNIX_CALLS
      if (pipe_of(a) >= 0) {
        return call_read_pipe(pipe_of(a), b, c);
      }
#endif
      return call_read(a, b, c);
    case CALL_WRITE:
#ifdef UNIX_CALLS
      if (pipe_of(a) >= 0) {
        return call_write_pipe(pipe_of(a), b, c);
      }
#endif
      return call_write(a, b, c);
    case CALL_LIST:
      return call_list(a, b);
    case CALL_REMOVE:
      return call_remove(a);
    case CALL_PROCESSES:
      return call_processes(a, b);
    case CALL_HALT:
      platform_off((int)a);
#ifdef UNIX_CALLS
    case CALL_FORK:
      return fork();
    case CALL_EXEC:
      return call_exec(a, b);
    case CALL_PIPE:
      return call_pipe(a);
#endif
    default:
      return -1;
  }
}

void system_call(struct frame *frame) {
  frame->x[A0] = answer(frame->x[A7], frame->x[A0], frame->x[A1], frame->x[A2]);
}

/* The shell, and the first process. Its argument is the script to run: a file of commands, or
 * "shell" for commands from the console. */
#include "user.h"

#define LINE 128

static int script;

/* The next line without its end; 0 when there is none. */
static int next_line(char *line) {
  u64 length = 0;
  char c;
  while (read(script, &c, 1) == 1 && c != '\n') {
    if (length < LINE - 1) {
      line[length++] = c;
    }
  }
  line[length] = 0;
  return length > 0;
}

static int next_command(char *line) {
  print("sprig$ ");
  flush();
  if (script > 0) {
    if (!next_line(line)) {
      print("end\n");
      return 0;
    }
    print("%s\n", line);
    return 1;
  }
  s64 length = read(0, line, LINE - 1);
  line[length > 0 ? length - 1 : 0] = 0;
  return length >= 0;
}

static void report(const char *what, int status) {
  if (status != 0) {
    print("[%s: status %d]\n", what, status);
  }
}

static void wait_for_all(void) {
  int status;
  while (wait(0, &status) > 0) {
    report("background", status);
  }
}

static void help(void) {
  print("  help            this\n"
        "  halt [code]     turns the machine off\n"
        "  wait            waits for what runs in the background\n"
        "  PROGRAM ... [&] runs a program, in the background with &\n"
        "programs: ls, cat FILE, write FILE TEXT, remove FILE, echo TEXT, ps,\n"
        "  primes N, mandelbrot, race N, memory PAGES, crash WAY\n");
}

static void run(char *line) {
  char name[NAME_LENGTH];
  u64 end = length_of(line);
  int background = end > 0 && line[end - 1] == '&';
  while (background && (line[end - 1] == '&' || line[end - 1] == ' ')) {
    line[--end] = 0;
    background = end > 0 ? background : 0;
  }
  const char *arguments = word(line, name, sizeof name);
  int status = 0;
  if (name[0] == 0) {
    return;
  }
  if (same(name, "help")) {
    help();
  } else if (same(name, "halt")) {
    halt(number(arguments));
  } else if (same(name, "wait")) {
    wait_for_all();
  } else {
    int id = spawn(name, arguments);
    if (id < 0) {
      print("%s: no such program\n", name);
    } else if (background) {
      print("[%d]\n", id);
    } else {
      wait(id, &status);
      report(name, status);
    }
  }
}

int main(const char *argument) {
  char line[LINE];
  if (!same(argument, "shell")) {
    script = open(argument, 0);
    if (script < 0) {
      print("shell: no script called %s\n", argument);
      return 1;
    }
  }
  while (next_command(line)) {
    run(line);
  }
  return 0;
}

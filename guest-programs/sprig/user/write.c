/* Writes a line at the end of a file, which it creates if it has to. */
#include "user.h"

int main(const char *arguments) {
  char name[NAME_LENGTH], skipped[128];
  const char *text = word(arguments, name, sizeof name);
  int file = open(name, 1);
  if (file < 0) {
    print("write: %s cannot be created\n", name);
    return 1;
  }
  while (read(file, skipped, sizeof skipped) > 0) {
  }
  s64 length = (s64)length_of(text);
  int whole = write(file, text, (u64)length) == length && write(file, "\n", 1) == 1;
  close(file);
  if (!whole) {
    print("write: the disk is full\n");
  }
  return !whole;
}

/* The kernel's start, and the two functions that the compiler itself may call. */
#include "privileged.h"

#define MOST_RAM (1ul << 30) /* as much as the kernel maps */
#define BOOT_ARGUMENTS 128

static char boot_arguments[BOOT_ARGUMENTS];

void *memcpy(void *to, const void *from, u64 length) {
  u8 *t = to;
  const u8 *f = from;
  if ((((u64)t | (u64)f) & 7) == 0) {
    for (; length >= 8; length -= 8, t += 8, f += 8) {
      *(u64 *)t = *(const u64 *)f;
    }
  }
  while (length-- > 0) {
    *t++ = *f++;
  }
  return to;
}

void *memset(void *to, int value, u64 length) {
  u8 *t = to;
  u64 word = (u8)value * 0x0101010101010101ul;
  if (((u64)t & 7) == 0) {
    for (; length >= 8; length -= 8, t += 8) {
      *(u64 *)t = word;
    }
  }
  while (length-- > 0) {
    *t++ = value;
  }
  return to;
}

/* Copies the word after "script=" in the boot arguments; without one, "demo". */
static void choose_script(char *script, u64 size) {
  const char *at = boot_arguments;
  const char *key = "script=";
  memcpy(script, "demo", 5);
  while (*at != 0) {
    u64 matched = 0;
    while (key[matched] != 0 && at[matched] == key[matched]) {
      matched++;
    }
    if (key[matched] == 0) {
      u64 length = 0;
      for (at += matched; *at > ' ' && length < size - 1; at++) {
        script[length++] = *at;
      }
      script[length] = 0;
      return;
    }
    while (*at > ' ') {
      at++;
    }
    while (*at == ' ') {
      at++;
    }
  }
}

/* boot.S comes here. The device tree is read before any page is given away: it may lie in one. */
void kernel_main(u64 hart, const void *device_tree) {
  platform_start(hart);
  print("[sprig] hart %d, in S-mode\n", hart);
  if (!device_tree_start(VIRTUAL(device_tree))) {
    panic("no device tree");
  }
  const u8 *memory = device_tree_find("memory", 0, "reg");
  const u8 *arguments = device_tree_find("chosen", 0, "bootargs");
  u64 ram = memory != 0 && cells(memory) == RAM ? cells(memory + 8) : 0;
  for (int i = 0; arguments != 0 && arguments[i] != 0 && i < BOOT_ARGUMENTS - 1; i++) {
    boot_arguments[i] = arguments[i];
  }
  files_start();
  memory_start(RAM + least(ram, MOST_RAM));
  paravirtual_start();
  print("[sprig] Sv39, %s\n", asids > PROCESSES ? "an ASID for each process" : "no ASIDs");

  char script[NAME_LENGTH];
  choose_script(script, sizeof script);
  if (spawn("shell", script) < 0) {
    panic("no shell");
  }
  clock_start();
  schedule();
}

/* Below the kernel is an SBI: firmware in M-mode, or a monitor that plays it.
 * The console is its debug console, or the legacy calls where that is too new. */
#include "kernel.h"
#include "sbi.h"

static int debug_console;

void platform_start(u64 hart) {
  plic_start(hart);
  debug_console = sbi_call(SBI_BASE, SBI_BASE_PROBE, SBI_DBCN, 0, 0).value != 0;
}

void platform_write(const char *text, u64 length) {
  while (length > 0 && debug_console) {
    struct sbi_result written =
        sbi_call(SBI_DBCN, SBI_DBCN_WRITE, length, PHYSICAL(text), 0);
    if (written.error != 0) {
      return;
    }
    text += written.value;
    length -= written.value;
  }
  for (; length > 0; text++, length--) {
    sbi_call(SBI_LEGACY_PUTCHAR, 0, (u8)*text, 0, 0);
  }
}

int platform_read(void) {
  if (debug_console) {
    char c;
    struct sbi_result read = sbi_call(SBI_DBCN, SBI_DBCN_READ, 1, PHYSICAL(&c), 0);
    return read.error == 0 && read.value == 1 ? *(volatile u8 *)&c : -1;
  }
  return (int)sbi_call(SBI_LEGACY_GETCHAR, 0, 0, 0, 0).error;
}

void platform_listen(int on) { (void)on; /* an SBI console is asked at every tick */ }

void platform_set_timer(u64 time) { sbi_call(SBI_TIME, SBI_TIME_SET, time, 0, 0); }

void platform_off(int code) {
  sbi_call(SBI_SRST, SBI_SRST_RESET, 0, code != 0, 0);
  sbi_call(SBI_LEGACY_SHUTDOWN, 0, 0, 0, 0);
  for (;;) {
  }
}

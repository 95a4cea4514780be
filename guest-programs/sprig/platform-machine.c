/* Below the kernel is only sprig's own machine-mode part: the console is the UART, the end is the
 * test finisher. */
#include "kernel.h"
#include "sbi.h"

#define UART 0x10000000ul
#define UART_SOURCE 10
#define FINISHER 0x00100000ul
enum { DATA = 0, INTERRUPT_ENABLE = 1, FIFO_CONTROL = 2, LINE_STATUS = 5 };
enum { RECEIVED = 1, CAN_SEND = 0x20 };

static volatile u8 *const uart = VIRTUAL(UART);

void platform_start(u64 hart) {
  plic_start(hart);
  uart[FIFO_CONTROL] = 1;
  plic_enable(UART_SOURCE);
}

void platform_write(const char *text, u64 length) {
  for (u64 i = 0; i < length; i++) {
    while ((uart[LINE_STATUS] & CAN_SEND) == 0) {
    }
    uart[DATA] = text[i];
  }
}

int platform_read(void) { return uart[LINE_STATUS] & RECEIVED ? uart[DATA] : -1; }

void platform_listen(int on) { uart[INTERRUPT_ENABLE] = on ? RECEIVED : 0; }

void platform_set_timer(u64 time) { sbi_call(SBI_TIME, SBI_TIME_SET, time, 0, 0); }

void platform_off(int code) {
  *(volatile u32 *)VIRTUAL(FINISHER) = code == 0 ? 0x5555 : (u32)code << 16 | 0x3333;
  for (;;) {
  }
}

/* Blocks of 512 bytes, on a virtio block device or, when there is none, in memory.
 *
 * The driver knows both forms of the virtio-mmio registers: the old one (version 1), in which the
 * queue is given by the number of its first page, and the current one. One request is made at a
 * time, and the kernel waits for it. */
#include "kernel.h"

#define SLOTS 8
#define QUEUE_SIZE 8

enum { /* registers, in bytes from the start */
  MAGIC = 0x00,
  VERSION = 0x04,
  DEVICE = 0x08,
  DRIVER_FEATURES = 0x20,
  DRIVER_FEATURES_SELECT = 0x24,
  OLD_PAGE_SIZE = 0x28,
  QUEUE_SELECT = 0x30,
  QUEUE_LENGTH = 0x38,
  OLD_QUEUE_ALIGN = 0x3c,
  OLD_QUEUE_PAGE = 0x40,
  QUEUE_READY = 0x44,
  QUEUE_NOTIFY = 0x50,
  INTERRUPT_STATUS = 0x60,
  INTERRUPT_ACKNOWLEDGE = 0x64,
  STATUS = 0x70,
  QUEUE_DESCRIPTORS = 0x80,
  QUEUE_AVAILABLE = 0x90,
  QUEUE_USED = 0xa0,
};
enum { ACKNOWLEDGE = 1, DRIVER = 2, DRIVER_OK = 4, FEATURES_OK = 8 };
enum { BLOCK_DEVICE = 2, REQUEST_READ = 0, REQUEST_WRITE = 1 };
enum { NEXT = 1, DEVICE_WRITES = 2 };
#define MAGIC_VALUE 0x74726976

static struct {
  struct {
    u64 address;
    u32 length;
    u16 flags, next;
  } descriptors[QUEUE_SIZE];
  struct {
    u16 flags, index, ring[QUEUE_SIZE];
  } available;
  struct {
    u16 flags;
    volatile u16 index;
    struct {
      u32 id, length;
    } ring[QUEUE_SIZE];
  } used __attribute__((aligned(4096)));
} queue __attribute__((aligned(4096)));

static struct {
  u32 type, reserved;
  u64 sector;
} request;
static volatile u8 request_status;

static volatile u32 *device; /* 0: the disk is in memory */
static u32 source;

extern u8 memory_disk[]; /* ramdisk.S */

static volatile u32 *reg(u32 offset) { return device + offset / 4; }

static void set_address(u32 offset, const volatile void *part) {
  *reg(offset) = (u32)PHYSICAL(part);
  *reg(offset + 4) = (u32)(PHYSICAL(part) >> 32);
}

static void start_device(void) {
  *reg(STATUS) = 0;
  *reg(STATUS) = ACKNOWLEDGE | DRIVER;
  int old = *reg(VERSION) == 1;
  *reg(DRIVER_FEATURES_SELECT) = 0;
  *reg(DRIVER_FEATURES) = 0;
  if (!old) {
    *reg(DRIVER_FEATURES_SELECT) = 1;
    *reg(DRIVER_FEATURES) = 1; /* VIRTIO_F_VERSION_1 */
    *reg(STATUS) = ACKNOWLEDGE | DRIVER | FEATURES_OK;
  }
  *reg(QUEUE_SELECT) = 0;
  *reg(QUEUE_LENGTH) = QUEUE_SIZE;
  if (old) {
    *reg(OLD_PAGE_SIZE) = PAGE;
    *reg(OLD_QUEUE_ALIGN) = PAGE;
    *reg(OLD_QUEUE_PAGE) = (u32)(PHYSICAL(&queue) / PAGE);
  } else {
    set_address(QUEUE_DESCRIPTORS, queue.descriptors);
    set_address(QUEUE_AVAILABLE, &queue.available);
    set_address(QUEUE_USED, &queue.used);
    *reg(QUEUE_READY) = 1;
  }
  *reg(STATUS) = *reg(STATUS) | DRIVER_OK;
}

void disk_start(void) {
  for (int slot = 0; slot < SLOTS; slot++) {
    const u8 *where = device_tree_find("virtio_mmio", slot, "reg");
    const u8 *interrupt = device_tree_find("virtio_mmio", slot, "interrupts");
    if (where == 0 || interrupt == 0) {
      break;
    }
    device = VIRTUAL(cells(where));
    if (*reg(MAGIC) == MAGIC_VALUE && *reg(DEVICE) == BLOCK_DEVICE) {
      source = cell(interrupt);
      start_device();
      plic_enable(source);
      return;
    }
  }
  device = 0;
}

void disk_use_memory(void) {
  device = 0;
  source = 0;
}

u32 disk_source(void) { return source; }

void disk_interrupt(void) { *reg(INTERRUPT_ACKNOWLEDGE) = *reg(INTERRUPT_STATUS); }

static void describe(int n, const volatile void *address, u32 length, u16 flags) {
  queue.descriptors[n].address = PHYSICAL(address);
  queue.descriptors[n].length = length;
  queue.descriptors[n].flags = flags;
  queue.descriptors[n].next = n + 1;
}

static void transfer(u32 type, u32 block, const void *buffer) {
  request.type = type;
  request.sector = block;
  request_status = 0xff;
  describe(0, &request, sizeof request, NEXT);
  describe(1, buffer, BLOCK, type == REQUEST_READ ? NEXT | DEVICE_WRITES : NEXT);
  describe(2, &request_status, 1, DEVICE_WRITES);
  u16 done = queue.used.index + 1;
  queue.available.ring[queue.available.index % QUEUE_SIZE] = 0;
  asm volatile("fence rw, rw" ::: "memory");
  queue.available.index++;
  asm volatile("fence rw, rw" ::: "memory");
  *reg(QUEUE_NOTIFY) = 0;
  while (queue.used.index != done) {
    asm volatile("wfi");
    external_interrupt();
  }
  asm volatile("fence rw, rw" ::: "memory");
  if (request_status != 0) {
    panic("the disk failed");
  }
}

void disk_read(u32 block, void *buffer) {
  if (device != 0) {
    transfer(REQUEST_READ, block, buffer);
  } else {
    memcpy(buffer, memory_disk + (u64)block * BLOCK, BLOCK);
  }
}

void disk_write(u32 block, const void *buffer) {
  if (device != 0) {
    transfer(REQUEST_WRITE, block, buffer);
  } else {
    memcpy(memory_disk + (u64)block * BLOCK, buffer, BLOCK);
  }
}

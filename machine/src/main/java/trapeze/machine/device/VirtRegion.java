package trapeze.machine.device;

/**
 * The physical memory map and interrupt wiring of the board, which are those of QEMU's {@code
 * virt}.
 */
public enum VirtRegion {
  /** The test finisher. */
  TEST(0x10_0000, 0x1000, 0),
  /** Goldfish real-time clock. */
  RTC(0x10_1000, 0x1000, 11),
  /** Core-local interruptor. */
  CLINT(0x200_0000, 0x1_0000, 0),
  /** Platform-level interrupt controller. */
  PLIC(0xc00_0000, 0x60_0000, 0),
  /** 16550A serial port. */
  UART(0x1000_0000, 0x100, 10);

  /** Physical address of the first byte of RAM. */
  public static final long RAM_BASE = 0x8000_0000L;

  /** Interrupt sources of the PLIC, numbered from 1. */
  public static final int PLIC_SOURCES = 95;

  /** Virtio transports on the board, filled or empty. */
  public static final int VIRTIO_SLOTS = 8;

  /** Bytes of address space of one virtio transport. */
  public static final long VIRTIO_SIZE = 0x1000;

  private final long base;
  private final long size;
  private final int interrupt;

  VirtRegion(long base, long size, int interrupt) {
    this.base = base;
    this.size = size;
    this.interrupt = interrupt;
  }

  /** Physical address of the first byte. */
  public long base() {
    return base;
  }

  /** Size in bytes. */
  public long size() {
    return size;
  }

  /** The PLIC source that it drives; 0 if none. */
  public int interrupt() {
    return interrupt;
  }

  /** Physical address of a virtio transport, from 0 to {@link #VIRTIO_SLOTS} - 1. */
  public static long virtioBase(int slot) {
    return 0x1000_1000 + VIRTIO_SIZE * slot;
  }

  /** The PLIC source that a virtio transport drives. */
  public static int virtioInterrupt(int slot) {
    return 1 + slot;
  }
}

package trapeze.monitor.paravirtual;

import trapeze.machine.board.Hardware;
import trapeze.shadow.HostMap;

/**
 * The page of a guest's memory that its kernel and the monitor share: words of 64 bits, and a
 * queue. It is the guest's: whatever is in it, only the guest can come to harm.
 */
final class SharedPage {
  /** Bytes. */
  static final long SIZE = 4096;

  /** Calls that the queue holds. */
  static final int QUEUE = 96;

  private static final long QUEUE_OFFSET = 1024;
  private static final long QUEUED_BYTES = 32;

  /** The words, each at 8 bytes behind the one before. */
  enum Word {
    /** Bit 0: whether interrupts are let in while the kernel runs, as {@code sstatus.SIE} says. */
    INTERRUPTS,
    /** 1 while an interrupt is pending and enabled and not let in. */
    PENDING,
    /** {@code scause} of the trap taken last. */
    CAUSE,
    /** {@code stval} of it. */
    VALUE,
    /** {@code sepc} of it; and where a return goes. */
    PC,
    /** {@code sstatus} as the trap left it; and what a return makes of it. */
    STATUS,
    /** {@code sp} of what was interrupted; and after a return. */
    SP,
    /** The same of {@code t0}. */
    T0,
    /** {@code a6} after a return. */
    A6,
    /** {@code a7} after a return. */
    A7,
    /** {@code sp} in the handler of a trap from U-mode. */
    KERNEL_SP,
    /** How many calls are in the queue. */
    QUEUED
  }

  /**
   * A call in the queue.
   *
   * @param operation what is asked
   * @param x first argument
   * @param y second argument
   */
  record Queued(long operation, long x, long y) {}

  private final Hardware hardware;
  private final long hostAddress;

  /**
   * A page.
   *
   * @param guestPhysical its address, a multiple of {@link #SIZE} in the guest's memory
   */
  SharedPage(Hardware hardware, HostMap hostMap, long guestPhysical) {
    this.hardware = hardware;
    this.hostAddress = hostMap.toHost(guestPhysical);
  }

  long get(Word word) {
    return hardware.read(hostAddress + 8L * word.ordinal());
  }

  void set(Word word, long value) {
    hardware.write(hostAddress + 8L * word.ordinal(), value);
  }

  Queued queued(int index) {
    long at = hostAddress + QUEUE_OFFSET + index * QUEUED_BYTES;
    return new Queued(hardware.read(at), hardware.read(at + 8), hardware.read(at + 16));
  }
}

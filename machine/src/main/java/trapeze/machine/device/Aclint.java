package trapeze.machine.device;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The core-local interruptor: software interrupts and the machine timer, in the CLINT's layout.
 *
 * <pre>
 * 0x0000 + 4 * hart   msip      32 bits: bit 0 drives the hart's MSIP
 * 0x4000 + 8 * hart   mtimecmp  64 bits: the hart's MTIP is time &gt;= mtimecmp, unsigned
 * 0xbff8              mtime     64 bits: writable, as on QEMU; moves the time that all harts see
 * </pre>
 *
 * <p>The timer interrupt is a level that depends on time, so it is not a line: a hart asks {@link
 * #timerPending}, or compares {@link #time} with {@link #timecmp} itself. Registers of harts that
 * do not exist read as 0. At reset mtimecmp is 0, as on QEMU, so that every MTIP is pending.
 *
 * <p>The timer may be asked by harts on several threads; register accesses exclude each other.
 */
public final class Aclint implements Device, Clock {
  private static final long SIZE = 0x1_0000;
  private static final int TIMECMP = 0x4000;
  private static final int TIME = 0xbff8;
  private static final int END = 0xc000;

  private final Clock clock;
  private final List<InterruptLine> softwareLines;
  private final Runnable timerChanged;
  private final boolean[] software;
  private final AtomicLongArray timecmp;

  /** What the guest's writes to mtime have added to the clock, in ticks. */
  private volatile long shift;

  /**
   * An interruptor for as many harts as there are lines.
   *
   * @param clock ticks of the timebase
   * @param softwareLines MSIP of each hart
   * @param timerChanged called from within a write that changed mtimecmp or mtime, so that whoever
   *     has computed a deadline computes it again
   */
  public Aclint(Clock clock, List<InterruptLine> softwareLines, Runnable timerChanged) {
    this.clock = clock;
    this.softwareLines = List.copyOf(softwareLines);
    this.timerChanged = timerChanged;
    this.software = new boolean[softwareLines.size()];
    this.timecmp = new AtomicLongArray(softwareLines.size());
  }

  /** The value of mtime, which the harts' {@code time} register shows. */
  @Override
  public long time() {
    return clock.time() + shift;
  }

  /** A hart's mtimecmp, unsigned ticks of {@link #time}. */
  public long timecmp(int hart) {
    return timecmp.getOpaque(hart);
  }

  /** The level of a hart's MTIP now. */
  public boolean timerPending(int hart) {
    return Long.compareUnsigned(time(), timecmp(hart)) >= 0;
  }

  /**
   * The earliest time, in ticks of {@link #time}, at which some hart's timer will become pending
   * that is not yet; {@link Long#MAX_VALUE} if none will.
   */
  public long nextDeadline() {
    long now = time();
    long next = Long.MAX_VALUE;
    for (int hart = 0; hart < timecmp.length(); hart++) {
      long deadline = timecmp(hart);
      if (Long.compareUnsigned(deadline, now) > 0 && Long.compareUnsigned(deadline, next) < 0) {
        next = deadline;
      }
    }
    return next;
  }

  @Override
  public String name() {
    return "clint";
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return offset < END
        && offset % widthBytes == 0
        && (widthBytes == 4 || (widthBytes == 8 && offset >= TIMECMP));
  }

  @Override
  public long read(long offset, int widthBytes) {
    if (offset < TIMECMP) {
      int hart = (int) offset / 4;
      return hart < software.length && software[hart] ? 1 : 0;
    }
    long whole = register(offset & ~7L);
    if (widthBytes == 8) {
      return whole;
    }
    return ((offset & 4) == 0 ? whole : whole >>> 32) & 0xffff_ffffL;
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    if (offset < TIMECMP) {
      int hart = (int) offset / 4;
      if (hart < software.length) {
        software[hart] = (value & 1) != 0;
        softwareLines.get(hart).set(software[hart]);
      }
      return;
    }
    long register = offset & ~7L;
    if (widthBytes == 8) {
      setRegister(register, value);
    } else if ((offset & 4) == 0) {
      setRegister(register, (register(register) & 0xffff_ffffL << 32) | (value & 0xffff_ffffL));
    } else {
      setRegister(register, (register(register) & 0xffff_ffffL) | value << 32);
    }
  }

  private long register(long offset) {
    if (offset == TIME) {
      return time();
    }
    int hart = (int) (offset - TIMECMP) / 8;
    return hart < timecmp.length() ? timecmp(hart) : 0;
  }

  private void setRegister(long offset, long value) {
    int hart = (int) (offset - TIMECMP) / 8;
    if (offset == TIME) {
      shift = value - clock.time();
    } else if (hart < timecmp.length()) {
      timecmp.setOpaque(hart, value);
    } else {
      return;
    }
    timerChanged.run();
  }
}

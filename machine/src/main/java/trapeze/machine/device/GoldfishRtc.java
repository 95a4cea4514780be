package trapeze.machine.device;

/**
 * Goldfish real-time clock: nanoseconds since 1970, with one alarm.
 *
 * <p>Registers are 32 bits wide. Reading TIME_LOW latches TIME_HIGH; writing ALARM_LOW arms the
 * alarm. An alarm that is due raises the line at the next {@link #poll} or register access.
 */
public final class GoldfishRtc implements Device, Pollable {
  private static final long SIZE = 0x1000;
  private static final long NANOSECONDS_PER_TICK = 1_000_000_000 / Clock.TICKS_PER_SECOND;

  private static final int TIME_LOW = 0x00;
  private static final int TIME_HIGH = 0x04;
  private static final int ALARM_LOW = 0x08;
  private static final int ALARM_HIGH = 0x0c;
  private static final int IRQ_ENABLED = 0x10;
  private static final int CLEAR_ALARM = 0x14;
  private static final int ALARM_STATUS = 0x18;
  private static final int CLEAR_INTERRUPT = 0x1c;

  private static final long LOW = 0xffff_ffffL;

  private final Clock clock;
  private final InterruptLine line;
  private long epoch;
  private long latchedHigh;
  private long alarm;
  private boolean armed;
  private boolean due;
  private boolean enabled;

  /**
   * A clock that reads {@code epochNanoseconds} at tick 0 of {@code clock}.
   *
   * @param epochNanoseconds since 1970-01-01T00:00Z: fixed in a deterministic run, the host's
   *     otherwise
   */
  public GoldfishRtc(Clock clock, long epochNanoseconds, InterruptLine line) {
    this.clock = clock;
    this.epoch = epochNanoseconds;
    this.line = line;
  }

  @Override
  public String name() {
    return "rtc";
  }

  @Override
  public long size() {
    return SIZE;
  }

  @Override
  public boolean accepts(long offset, int widthBytes) {
    return widthBytes == 4 && offset % 4 == 0;
  }

  @Override
  public void poll() {
    if (armed && now() >= alarm) {
      armed = false;
      due = true;
    }
    line.set(due && enabled);
  }

  @Override
  public long read(long offset, int widthBytes) {
    poll();
    return switch ((int) offset) {
      case TIME_LOW -> {
        long now = now();
        latchedHigh = now >>> 32;
        yield now & LOW;
      }
      case TIME_HIGH -> latchedHigh;
      case ALARM_LOW -> alarm & LOW;
      case ALARM_HIGH -> alarm >>> 32;
      case IRQ_ENABLED -> enabled ? 1 : 0;
      case ALARM_STATUS -> armed ? 1 : 0;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int widthBytes, long value) {
    long now = now();
    switch ((int) offset) {
      case TIME_LOW -> epoch += withLow(now, value) - now;
      case TIME_HIGH -> epoch += withHigh(now, value) - now;
      case ALARM_LOW -> {
        alarm = withLow(alarm, value);
        armed = true;
      }
      case ALARM_HIGH -> alarm = withHigh(alarm, value);
      case IRQ_ENABLED -> enabled = (value & 1) != 0;
      case CLEAR_ALARM -> armed = false;
      case CLEAR_INTERRUPT -> due = false;
      default -> {}
    }
    poll();
  }

  private long now() {
    return epoch + clock.time() * NANOSECONDS_PER_TICK;
  }

  private static long withLow(long whole, long low) {
    return (whole & ~LOW) | (low & LOW);
  }

  private static long withHigh(long whole, long high) {
    return (whole & LOW) | high << 32;
  }
}

package trapeze.machine.board;

import trapeze.machine.Hart;

/** The host's time. */
final class HostClock implements BoardClock {
  private static final long NANOSECONDS_PER_TICK = 1_000_000_000L / TICKS_PER_SECOND;

  /** Steps after which a hart looks at the clock again, about half a millisecond. */
  private static final long LOOK = 20_000;

  private final long start = System.nanoTime();

  @Override
  public long time() {
    return (System.nanoTime() - start) / NANOSECONDS_PER_TICK;
  }

  @Override
  public void begin(Hart hart) {}

  @Override
  public void end() {}

  @Override
  public void skip(long steps) {}

  @Override
  public long stepsUntil(long tick) {
    if (Long.compareUnsigned(tick, Long.MAX_VALUE) >= 0) {
      return Long.MAX_VALUE;
    }
    return tick <= time() ? 0 : LOOK;
  }
}

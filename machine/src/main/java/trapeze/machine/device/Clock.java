package trapeze.machine.device;

/** The board's one source of time. */
@FunctionalInterface
public interface Clock {
  /** Ticks a second of the board's timebase. */
  long TICKS_PER_SECOND = 10_000_000;

  /** Ticks since the board was switched on, never decreasing. */
  long time();
}

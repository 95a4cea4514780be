package trapeze.machine.board;

import trapeze.machine.Hart;
import trapeze.machine.device.Clock;

/** A board's time, and what it has to do with steps. */
sealed interface BoardClock extends Clock permits StepClock, HostClock {
  /** A hart begins its turn. */
  void begin(Hart hart);

  /** The turn ends. */
  void end();

  /** Every hart waits for so many steps. */
  void skip(long steps);

  /**
   * How many steps a hart may make before it looks whether the clock shows {@code tick}; 0 if it
   * does already, {@link Long#MAX_VALUE} if it never will.
   */
  long stepsUntil(long tick);
}

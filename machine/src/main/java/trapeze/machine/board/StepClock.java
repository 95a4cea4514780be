package trapeze.machine.board;

import org.jspecify.annotations.Nullable;
import trapeze.machine.Hart;

/**
 * Time as a function of what the guest has done: the steps of all harts, and the steps that passed
 * while all of them waited, divided by a fixed ratio. Two runs with the same inputs read the same
 * time at the same instruction, bare or virtual.
 */
final class StepClock implements BoardClock {
  private final long stepsPerTick;

  /** Steps until the running hart began its turn. */
  private long elapsed;

  private @Nullable Hart running;
  private long runningSince;

  StepClock(long stepsPerTick) {
    this.stepsPerTick = stepsPerTick;
  }

  @Override
  public long time() {
    return steps() / stepsPerTick;
  }

  /** All steps until now; exact inside an instruction too. */
  long steps() {
    Hart hart = running;
    return hart == null ? elapsed : elapsed + hart.steps() - runningSince;
  }

  @Override
  public void begin(Hart hart) {
    running = hart;
    runningSince = hart.steps();
  }

  @Override
  public void end() {
    elapsed = steps();
    running = null;
  }

  @Override
  public void skip(long steps) {
    elapsed += steps;
  }

  @Override
  public long stepsUntil(long tick) {
    if (Long.compareUnsigned(tick, Long.MAX_VALUE / stepsPerTick) >= 0) {
      return Long.MAX_VALUE;
    }
    return Math.max(0, tick * stepsPerTick - steps());
  }
}

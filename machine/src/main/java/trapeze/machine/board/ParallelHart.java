package trapeze.machine.board;

import java.util.List;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.device.Clock;
import trapeze.machine.device.Pollable;

/** One hart of a board whose harts run at the same time, by the host's clock. */
final class ParallelHart implements Task {
  private static final long POLL_NANOSECONDS = 1_000_000;

  /** The longest time of a turn. */
  private static final long TURN_NANOSECONDS = 2_000_000;

  /** Steps between two looks at the time of a turn. */
  private static final long LOOK = 20_000;

  private static final long NANOSECONDS_PER_TICK = 1_000_000_000L / Clock.TICKS_PER_SECOND;

  private final Board board;
  private final Hart hart;
  private final List<Pollable> pollables;
  private long nextPoll = System.nanoTime();
  private volatile Runnable woken = () -> {};

  /** The one who polls the devices is given them, the others nothing. */
  ParallelHart(Board board, Hart hart, List<Pollable> pollables) {
    this.board = board;
    this.hart = hart;
    this.pollables = pollables;
  }

  @Override
  public long steps() {
    return hart.steps();
  }

  @Override
  public void whenWoken(Runnable action) {
    woken = action;
    hart.whenLineRaised(
        () -> {
          hart.lookSoon();
          action.run();
        });
    board.debug().whenResumed(action);
  }

  /** Makes whoever runs this hart look at what has been asked of it. */
  void poke() {
    hart.requestStop();
    woken.run();
  }

  @Override
  public Outcome run(long budget) {
    Outcome finish = board.finish();
    if (finish != null) {
      return finish;
    }
    if (!board.debug().enter()) {
      return DebugModule.HALTED;
    }
    try {
      return runNow(budget);
    } finally {
      board.debug().leave();
    }
  }

  private Outcome runNow(long budget) {
    pollIfDue();
    if (board.isSuspended(hart)) {
      return new Outcome.Idle(POLL_NANOSECONDS);
    }
    Stop stop = runFor(budget);
    Outcome interruption = board.settle(hart, stop);
    if (interruption != null) {
      return interruption;
    }
    Outcome finish = board.finish();
    if (finish != null) {
      return finish;
    }
    return stop instanceof Stop.Waiting
        ? new Outcome.Idle(nanosecondsToNextEvent())
        : new Outcome.Running();
  }

  /**
   * Ends a turn by the host's clock too: a guest whose every other instruction is an exit makes few
   * steps in the time in which another, that shares its thread, could make many.
   */
  private Stop runFor(long budget) {
    long last = hart.steps() + budget;
    long end = System.nanoTime() + TURN_NANOSECONDS;
    Stop stop;
    do {
      stop = hart.run(Math.min(LOOK, last - hart.steps()));
    } while (stop == Stop.BUDGET && hart.steps() < last && System.nanoTime() - end < 0);
    return stop;
  }

  private void pollIfDue() {
    long now = System.nanoTime();
    if (!pollables.isEmpty() && now - nextPoll >= 0) {
      nextPoll = now + POLL_NANOSECONDS;
      synchronized (board.bus()) {
        pollables.forEach(Pollable::poll);
      }
    }
  }

  private long nanosecondsToNextEvent() {
    long ticks = board.ticksToNextEvent(hart);
    long sleep =
        ticks > Long.MAX_VALUE / NANOSECONDS_PER_TICK
            ? Long.MAX_VALUE
            : ticks * NANOSECONDS_PER_TICK;
    return pollables.isEmpty() ? sleep : Math.min(sleep, 5 * POLL_NANOSECONDS);
  }
}

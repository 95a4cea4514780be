package trapeze.machine.board;

import java.util.List;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.device.Pollable;

/**
 * A board whose harts take turns on the caller's thread. When a turn ends, when time moves and when
 * input arrives are functions of the guest's steps alone, never of how often someone calls {@link
 * #run} or of what a monitor below does.
 */
final class Turns implements Task {
  /** Steps of a hart's turn, usually, where there are several harts. */
  private static final long TURN = 1 << 11;

  /** Steps between two looks at the world outside. */
  private static final long POLL = 1 << 16;

  private final Board board;
  private final StepClock clock;
  private final List<Hart> harts;
  private final List<Pollable> pollables;
  private long turnSteps = TURN;
  private int turn;
  private long turnLeft;
  private long nextPoll = POLL;

  /** Harts asked in turn that could not make a step. */
  private int waiting;

  Turns(Board board, StepClock clock, List<Hart> harts, List<Pollable> pollables) {
    this.board = board;
    this.clock = clock;
    this.harts = harts;
    this.pollables = pollables;
    this.turnLeft = wholeTurn();
  }

  /** A hart that is alone need not stop for others. */
  private long wholeTurn() {
    return harts.size() > 1 ? turnSteps : Long.MAX_VALUE;
  }

  /** Sets the steps of a turn, from the present one on. */
  void turnsOf(long steps) {
    turnSteps = steps;
    turnLeft = wholeTurn();
  }

  @Override
  public long steps() {
    return clock.steps();
  }

  @Override
  public void whenWoken(Runnable action) {
    harts.forEach(hart -> hart.whenLineRaised(action));
    board.debug().whenResumed(action);
  }

  @Override
  public Outcome run(long budget) {
    if (!board.debug().enter()) {
      return DebugModule.HALTED;
    }
    try {
      return runUntil(clock.steps() + budget);
    } finally {
      board.debug().leave();
    }
  }

  private Outcome runUntil(long end) {
    boolean lookedWhileIdle = false;
    while (true) {
      Outcome finish = board.finish();
      if (finish != null) {
        return finish;
      }
      long now = clock.steps();
      if (now >= end) {
        return new Outcome.Running();
      }
      if (now >= nextPoll) {
        pollables.forEach(Pollable::poll);
        nextPoll += POLL;
        continue;
      }
      if (waiting == harts.size()) {
        long idle = stepsUntilSomethingHappens();
        if (idle != Long.MAX_VALUE) {
          clock.skip(Math.min(idle, Math.min(end, nextPoll) - now));
        } else if (lookedWhileIdle) {
          return new Outcome.Idle(Long.MAX_VALUE);
        } else {
          pollables.forEach(Pollable::poll);
          lookedWhileIdle = true;
        }
        waiting = 0;
        continue;
      }
      Hart hart = harts.get(turn);
      if (board.isSuspended(hart)) {
        waiting++;
        nextTurn();
        continue;
      }
      clock.begin(hart);
      Stop stop = hart.run(Math.min(turnLeft, Math.min(end, nextPoll) - now));
      clock.end();
      long made = clock.steps() - now;
      waiting = made > 0 ? 0 : waiting;
      turnLeft -= made;
      Outcome interruption = board.settle(hart, stop);
      if (interruption != null) {
        return interruption;
      }
      if (stop instanceof Stop.Waiting) {
        waiting++;
        turnLeft = 0;
      }
      if (turnLeft <= 0) {
        nextTurn();
      }
    }
  }

  /**
   * An SC must fail if another hart has stored to what was reserved, be it the same value
   * (unpriv:ext:zalrsc); so no reservation outlasts the turn in which it was made.
   */
  private void nextTurn() {
    if (harts.size() > 1) {
      harts.get(turn).cancelReservation();
    }
    turn = (turn + 1) % harts.size();
    turnLeft = wholeTurn();
  }

  private long stepsUntilSomethingHappens() {
    return harts.stream()
        .filter(hart -> !board.isSuspended(hart))
        .mapToLong(board::stepsToNextEvent)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}

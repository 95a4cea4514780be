package trapeze.machine.board;

import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.InterruptLine;
import trapeze.machine.engine.Deadline;
import trapeze.machine.engine.Optimisation;

/**
 * When time alone changes something in a hart of a board.
 *
 * <p>A hart asks whenever it starts to run, and under a monitor that is at each exit. By steps, the
 * answer is the same instant as before until that has come, or one of the registers that say when
 * has been written; then nothing is computed.
 */
final class HartTimer implements Deadline {
  private static final boolean KEEPS = Optimisation.KEPT_DEADLINES.isOn();
  private static final long NEVER = Long.MAX_VALUE;
  private static final int[] COMPARED = {
    Rv64State.MENVCFG.index(),
    Rv64State.STIMECMP.index(),
    Rv64State.HENVCFG.index(),
    Rv64State.HTIMEDELTA.index(),
    Rv64State.VSTIMECMP.index()
  };

  private final Board board;
  private final Hart hart;
  private final BoardClock clock;
  private final InterruptLine line;

  /** The board's step at which something changes; nothing is known before the first time. */
  private long end = Long.MIN_VALUE;

  private Object timers = new Object();
  private final long[] compared = new long[COMPARED.length];

  HartTimer(Board board, Hart hart, BoardClock clock) {
    this.board = board;
    this.hart = hart;
    this.clock = clock;
    this.line = hart.line(InterruptCause.MACHINE_TIMER);
  }

  @Override
  public long stepsToNextEvent() {
    if (KEEPS && clock instanceof StepClock steps) {
      long now = steps.steps();
      if (now < end && isUnchanged()) {
        return end == NEVER ? NEVER : end - now;
      }
      keep();
      long left = look();
      end = left == NEVER ? NEVER : now + left;
      return left;
    }
    return look();
  }

  /** Brings the line up to date; steps until something changes, at least 1. */
  private long look() {
    line.set(board.isTimerPending(hart));
    long tick = board.nextEvent(hart);
    return Math.max(1, tick == NEVER ? NEVER : clock.stepsUntil(tick));
  }

  private boolean isUnchanged() {
    boolean same = timers == board.timers();
    HartState state = hart.state;
    for (int i = 0; i < COMPARED.length; i++) {
      same &= compared[i] == state.registers[COMPARED[i]];
    }
    return same;
  }

  private void keep() {
    timers = board.timers();
    for (int i = 0; i < COMPARED.length; i++) {
      compared[i] = hart.state.registers[COMPARED[i]];
    }
  }
}

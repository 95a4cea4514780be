package trapeze.monitor;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.design.Design;
import trapeze.monitor.events.GuestEvent;

/** A virtual machine: a board with virtual harts, and its place among the others. */
public final class VirtualMachine {

  /** Whether a machine may be dispatched. */
  public enum State {
    /** Defined and not started. */
    DEFINED,
    /** Takes its slices. */
    RUNNING,
    /** Held by the operator. */
    PAUSED,
    /** Done: see {@link #outcome()}. */
    ENDED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Traps without an instruction retired between them, after which none is to be hoped for. */
  private static final long FAULT_LOOP = 100_000;

  private final String name;
  private final int shares;
  private final ConsoleSource source;
  private final Board board;
  private final List<VirtualHart> harts;
  private volatile State state = State.DEFINED;
  private volatile @Nullable Outcome outcome;

  private volatile long stepLimit = Long.MAX_VALUE;
  private long retiredBefore;
  private long trapsBefore;

  VirtualMachine(GuestDefinition guest, Board board, List<VirtualHart> harts) {
    this.name = guest.name();
    this.shares = guest.shares();
    this.source = guest.source();
    this.board = board;
    this.harts = List.copyOf(harts);
  }

  /** The user's name for it. */
  public String name() {
    return name;
  }

  /** Its weight among the others: twice the shares get twice the steps. */
  public int shares() {
    return shares;
  }

  /** The machine as its guest sees it. */
  public Board board() {
    return board;
  }

  /** How its instructions are executed. */
  public Design design() {
    return harts.getFirst().design();
  }

  /** Its virtual harts, by hart id. */
  public List<VirtualHart> harts() {
    return harts;
  }

  /** Whether it may be dispatched now. */
  public State state() {
    return state;
  }

  /** How it ended; nothing while it has not. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** One account, summed over the virtual harts. */
  public long total(ToLongFunction<VirtualHart> account) {
    long sum = 0;
    for (VirtualHart hart : harts) {
      sum += account.applyAsLong(hart);
    }
    return sum;
  }

  /** Ends it when it has made so many steps, {@link Outcome.Running} being its outcome. */
  public void stepLimit(long steps) {
    stepLimit = steps;
  }

  long stepsLeft() {
    return stepLimit - board.steps();
  }

  /**
   * Whether its harts have only taken traps for so long that they will do so for ever: a trap
   * vector, say, whose own fetch faults. Asked after each slice.
   */
  private synchronized boolean isInFaultLoop() {
    long retired = total(VirtualHart::retired);
    long traps = total(VirtualHart::traps);
    if (retired != retiredBefore) {
      retiredBefore = retired;
      trapsBefore = traps;
    }
    return traps - trapsBefore >= FAULT_LOOP;
  }

  /** The exit code of a machine that the operator ends, as a shell has it for a killed process. */
  static final int STOPPED_BY_OPERATOR = 137;

  synchronized void become(State next) {
    if (state != State.ENDED) {
      state = next;
      show();
      board.requestStop();
    }
  }

  /** Takes note of how a slice ended. */
  void settle(Outcome how) {
    switch (how) {
      case Outcome.Running _ -> {
        if (stepsLeft() <= 0) {
          end(how);
        } else if (isInFaultLoop()) {
          end(new Outcome.FaultLoop(harts.getFirst().state.pc));
        }
      }
      case Outcome.Interrupted _ -> {}
      case Outcome.Idle(long nanoseconds) -> {
        boolean forEver = nanoseconds == Long.MAX_VALUE && source.isExhausted();
        if (forEver && board.tasks().size() == 1) {
          end(how);
        }
      }
      case Outcome.Ended _, Outcome.Reset _, Outcome.FaultLoop _, Outcome.Failed _ -> end(how);
    }
  }

  /** Ends it; its harts' resources are given back by the threads that run them. */
  synchronized void end(Outcome how) {
    if (state != State.ENDED) {
      outcome = how;
      state = State.ENDED;
      show();
      board.finish(how);
    }
  }

  private void show() {
    GuestEvent event = new GuestEvent();
    if (event.shouldCommit()) {
      event.guest = name;
      event.state = state.toString();
      event.commit();
    }
  }
}

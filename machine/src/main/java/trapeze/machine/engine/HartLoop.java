package trapeze.machine.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Stop;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.debug.Trigger;
import trapeze.machine.debug.Triggers;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.RawMemory;

/**
 * The loop around the generated loop: budgets, interrupts and traps.
 *
 * <p>The generated loop runs without looking at any of these. Whatever may change them makes it
 * stop behind the instruction that did, and they are looked at here before the next one.
 */
public abstract class HartLoop extends HotPath {
  /** Steps after which requests from other threads are looked at. */
  private static final int CHUNK = 1 << 16;

  /** The same, while harts run at the same time and interrupt each other. */
  private static final int SHORT_CHUNK = 1 << 12;

  private static final int NO_INTERRUPT = 63;

  private static final TrapListener NOBODY = trap -> {};

  private Deadline deadline = Deadline.NEVER;
  private @Nullable Tracer tracer;
  private TrapListener trapListener = NOBODY;
  private TrapListener delegationListener = NOBODY;
  private boolean hasResident;
  private boolean inParallel;
  private boolean looksOften;
  private boolean waiting;
  private volatile boolean stopRequested;

  private @Nullable Triggers armed;
  private boolean stepping;
  private long stepsBefore;
  private long rangeStart;
  private long rangeEnd;

  protected HartLoop(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Whether traps to M end {@link #run} instead of entering a handler. */
  public final void hasResident(boolean resident) {
    hasResident = resident;
    asksFirst = resident;
  }

  /**
   * Whether other harts run at the same time, on other threads, for programs that share no memory
   * with this one's; those whose programs do share it {@linkplain #runsInParallel say so}.
   */
  public final void runsBeside(boolean others) {
    inParallel = others;
  }

  /** Whether other harts of the same memory run at the same time, on other threads. */
  public final void runsInParallel(boolean parallel) {
    inParallel = parallel;
    looksOften = parallel;
    if (parallel) {
      reservationSets.activate();
      clearData();
    }
  }

  /** Requests from other threads are looked at often from now on: harts of a program send them. */
  public final void looksOften() {
    looksOften = true;
  }

  /** Who knows when time changes something. */
  public final void deadline(Deadline newDeadline) {
    deadline = newDeadline;
  }

  /** Shows every access from now on, or none. */
  public final void observe(@Nullable AccessObserver newObserver) {
    observer = newObserver;
    clearData();
    clearFetch();
  }

  /** Shows every step from now on, or none. */
  public final void trace(@Nullable Tracer newTracer) {
    tracer = newTracer;
  }

  /** Shows every trap that the hart takes from now on. */
  public final void onTrap(TrapListener listener) {
    trapListener = listener;
  }

  /**
   * Shows every trap that goes past the resident from now on, because the resident delegates it;
   * the hart's state is as before it.
   */
  public void onDelegated(TrapListener listener) {
    delegationListener = listener;
  }

  /** Makes the hart stop soon; may be called from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Makes the hart look at its interrupt lines soon; may be called from any thread. A hart that
   * executes its own instructions looks often enough by itself.
   */
  public void lookSoon() {}

  /**
   * Halts the hart wherever one of these matches, or nowhere; {@link #run} then gives a {@link
   * Stop.Halted}. To be called while the hart does not run.
   */
  public final void haltAt(@Nullable Triggers wanted) {
    if (wanted != null && wanted != armed) {
      armed = wanted;
      forgetDecoded();
      clearData();
    }
    arm(wanted);
  }

  /**
   * Halts the hart behind its next step, or, while that leaves the pc inside a range, behind the
   * first that does not: a trap that is taken is a step too. Triggers count from the second step
   * on.
   *
   * @param start of the range of pc, in bytes; the same as {@code end} for a single step
   */
  public final void step(long start, long end) {
    stepping = true;
    stepsBefore = steps();
    rangeStart = start;
    rangeEnd = end;
    passNext(true);
  }

  /** Ends what {@link #step} began. */
  public final void stepNoMore() {
    stepping = false;
    passNext(false);
  }

  /** Whether the hart has retired a WFI and not gone on since. */
  public final boolean isWaiting() {
    return waiting;
  }

  /** Ends a wait without an interrupt, as the manual lets an implementation do. */
  public final void endWait() {
    waiting = false;
  }

  /**
   * Makes at most this many steps; an instruction that retires and a trap that is taken are one
   * each.
   */
  public final Stop run(long budget) {
    long last = steps() + budget;
    while (true) {
      if (isHaltDue()) {
        return new Stop.Halted(Objects.requireNonNull(takeHaltReason()));
      }
      if (stopRequested) {
        stopRequested = false;
        return Stop.REQUESTED;
      }
      long remaining = last - steps();
      if (remaining <= 0) {
        return Stop.BUDGET;
      }
      remaining = Math.min(stepping ? 1 : remaining, deadline.stepsToNextEvent());
      int interrupt = (int) definitions.interruptToTake(hart());
      if (interrupt != NO_INTERRUPT) {
        waiting = false;
        Trap trap = Trap.interrupt(interrupt);
        countTrap();
        trapListener.takes(trap);
        if (isForResident(trap)) {
          return handOver(trap);
        }
        enterTrap(trap);
        continue;
      }
      if (waiting && definitions.wakeUp(hart()) == 0) {
        return Stop.WAITING;
      }
      waiting = false;
      prepare();
      Trap trap = tracer == null ? advance(remaining) : advanceTraced(tracer);
      if (trap != null) {
        countTrap();
        trapListener.takes(trap);
        if (isForResident(trap)) {
          return handOver(trap);
        }
        enterTrap(trap);
      }
    }
  }

  /**
   * Makes sure that what is remembered of translations holds for the steps that come. A subclass
   * that has somebody else execute them need not choose any.
   */
  protected void prepare() {
    refresh();
  }

  /** Whether a debugger wants the hart to halt here. */
  private boolean isHaltDue() {
    if (stepping && steps() != stepsBefore) {
      stepsBefore = steps();
      passNext(false);
      if (Long.compareUnsigned(state.pc - rangeStart, rangeEnd - rangeStart) >= 0) {
        stepNoMore();
        if (haltReason() == null) {
          haltFor(HaltReason.STEPPED);
        }
      }
    }
    return haltReason() != null;
  }

  private Stop handOver(Trap trap) {
    if (tracer != null) {
      tracer.handedOver(state.pc, trap);
    }
    return new Stop.Trapped(trap);
  }

  private boolean isForResident(Trap trap) {
    return hasResident
        && definitions.isDelegated(hart(), trap.cause(), trap.interrupt() ? 1 : 0) == 0;
  }

  /**
   * Makes at least one and at most so many steps, and counts those that it makes. A subclass may
   * have somebody else execute the instructions.
   *
   * @return the exception that ended this, uncounted, {@code state.pc} being its instruction's
   */
  protected @Nullable Trap advance(long steps) {
    allow((int) Math.min(steps, looksOften ? SHORT_CHUNK : CHUNK));
    try {
      execute();
    } finally {
      settle();
    }
    return takeRaised() && !isHaltedBefore() ? lastSignal().trap() : null;
  }

  /** Who is shown each step, if anybody is. */
  protected final @Nullable Tracer tracer() {
    return tracer;
  }

  /**
   * Makes at most one step and shows it.
   *
   * @return as {@link #advance} does
   */
  protected @Nullable Trap advanceTraced(Tracer to) {
    long pc = state.pc;
    allow(1);
    try {
      long packed = enter(pc)[slot(pc)];
      packed = packed == 0 ? fetch(pc) : packed;
      to.begins(pc, bitsOf(pc, packed), packed);
      state.pc = definitions.execute(hart(), packed, pc);
      left--;
      settle();
      to.retired(pc, packed);
      return null;
    } catch (TrapSignal raised) {
      settle();
      return isHaltedBefore() ? null : lastSignal().trap();
    }
  }

  /** Whether what looked like an exception was a trigger, at an instruction not executed. */
  private boolean isHaltedBefore() {
    return haltReason() instanceof HaltReason.Triggered(Trigger trigger, _)
        && trigger.kind() == Trigger.Kind.EXECUTE;
  }

  /**
   * Whether anybody is shown the traps that this hart takes, and its state with them: a resident
   * is, if only for a hart of its own that stands on this one.
   */
  protected final boolean showsTraps() {
    return trapListener != NOBODY || hasResident;
  }

  /**
   * Counts and shows a trap that whoever executes the instructions for this hart has already taken
   * for it, or is about to.
   */
  protected final void takenElsewhere(Trap trap) {
    countTrap();
    trapListener.takes(trap);
    if (hasResident) {
      delegationListener.takes(trap);
    }
  }

  private void enterTrap(Trap trap) {
    if (hasResident) {
      delegationListener.takes(trap);
    }
    long pc = state.pc;
    definitions.takeTrap(hart(), trap);
    if (tracer != null) {
      tracer.trapped(pc, trap);
    }
  }

  /** Orders accesses, where another hart could see them. */
  protected final void fenceMemory() {
    if (inParallel) {
      RawMemory.fullFence();
    }
  }

  /** The hart waits behind this instruction, if nothing is there to end the wait. */
  protected final void waitHere() {
    waiting = true;
    stopAfterThis();
  }
}

package trapeze.machine.board;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.debug.HaltReason;

/**
 * Halts and resumes a board's harts for a debugger, which is on another thread than they.
 *
 * <p>While the board is halted no hart is inside a step, and whoever has halted it may look at its
 * harts, memory and devices, and change them. Whoever runs its tasks is told that they are idle; in
 * guests' steps no time passes.
 */
public final class DebugModule {
  /** What a task says of itself while it is halted: ask again in a millisecond. */
  static final Outcome HALTED = new Outcome.Idle(1_000_000);

  /**
   * A hart that has halted by itself.
   *
   * @param reason why
   */
  public record Halt(Hart hart, HaltReason reason) {}

  private final Board board;
  private final AtomicIntegerArray held;
  private final Deque<Halt> halts = new ArrayDeque<>();
  private final List<Runnable> wakeUps = new ArrayList<>();
  private Runnable listener = () -> {};
  private boolean halted;

  /** Tasks that are running a hart now. */
  private int running;

  DebugModule(Board board, int harts) {
    this.board = board;
    this.held = new AtomicIntegerArray(harts);
  }

  /** What to do when a hart halts by itself, or the machine ends; on the thread that runs it. */
  public synchronized void whenHalted(Runnable action) {
    listener = action;
  }

  /** Whether harts are kept from running. */
  public synchronized boolean isHalted() {
    return halted;
  }

  /**
   * Halts all harts, and returns when they stand still.
   *
   * @throws InterruptedException if the calling thread is interrupted; they are then still halted
   *     soon
   */
  public synchronized void halt() throws InterruptedException {
    halted = true;
    if (running > 0) {
      board.requestStop();
    }
    while (running > 0) {
      wait();
    }
  }

  /** Lets the harts run again, but for those that are held. */
  public void resume() {
    List<Runnable> actions;
    synchronized (this) {
      halted = false;
      actions = List.copyOf(wakeUps);
    }
    actions.forEach(Runnable::run);
  }

  /**
   * Holds one hart while the others may run, or lets go of it: how they are interleaved is then the
   * debugger's doing.
   */
  public void hold(Hart hart, boolean hold) {
    held.set(id(hart), hold ? 1 : 0);
  }

  /** The first of the harts that have halted by themselves and have not been asked for. */
  public synchronized @Nullable Halt takeHalt() {
    return halts.poll();
  }

  boolean isHeld(Hart hart) {
    return held.get(id(hart)) != 0;
  }

  /** A task wants to run; if it may, it says when it is done: {@link #leave}. */
  synchronized boolean enter() {
    if (halted) {
      return false;
    }
    running++;
    return true;
  }

  synchronized void leave() {
    running--;
    notifyAll();
  }

  /** What makes a task's runner ask again, when harts are resumed. */
  synchronized void whenResumed(Runnable action) {
    wakeUps.add(action);
  }

  /** A hart has halted by itself, and so all of them do. */
  void halted(Hart hart, HaltReason reason) {
    Runnable action;
    boolean othersRun;
    synchronized (this) {
      halted = true;
      halts.add(new Halt(hart, reason));
      action = listener;
      othersRun = running > 1;
    }
    if (othersRun) {
      board.requestStop();
    }
    action.run();
  }

  /** The machine has ended. */
  void ended() {
    Runnable action;
    synchronized (this) {
      action = listener;
    }
    action.run();
  }

  private static int id(Hart hart) {
    return (int) hart.state.get(Rv64State.HART_ID);
  }
}

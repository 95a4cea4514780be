package trapeze.machine.board;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Runs a board to its end, with a thread for each of its tasks. */
public final class BoardRunner {
  private static final long SLICE = 1_000_000;

  /** The longest time that an idle thread sleeps before it looks for input again. */
  private static final long NAP_NANOSECONDS = 5_000_000;

  private final Board board;
  private final BooleanSupplier inputIsExhausted;
  private volatile long stepLimit = Long.MAX_VALUE;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * A runner.
   *
   * @param inputIsExhausted whether no input will come any more, so that a machine that waits for
   *     nothing else will wait for ever
   */
  public BoardRunner(Board board, BooleanSupplier inputIsExhausted) {
    this.board = board;
    this.inputIsExhausted = inputIsExhausted;
  }

  /** Ends the machine when it has made so many steps, {@link Outcome.Running} being its outcome. */
  public void stepLimit(long steps) {
    stepLimit = steps;
  }

  /**
   * Runs until the guest ends its machine, or waits for ever, or has no steps left, or someone
   * calls {@link Board#finish}.
   *
   * @throws InterruptedException if the calling thread is interrupted; the machine is then stopped
   */
  public Outcome run() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < board.tasks().size(); i++) {
      Task task = board.tasks().get(i);
      HartThread part = new HartThread();
      if (board.tasks().size() > 1) {
        board.assign(board.harts().get(i), part);
      }
      threads.add(Thread.ofPlatform().name("hart " + i).start(() -> run(task, part)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException stop) {
      board.finish(new Outcome.Interrupted());
      throw stop;
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a hart's thread has failed: " + failed, failed);
    }
    Outcome finish = board.finish();
    return finish == null ? new Outcome.Interrupted() : finish;
  }

  private void run(Task task, HartThread part) {
    part.begin();
    Thread self = Thread.currentThread();
    task.whenWoken(() -> LockSupport.unpark(self));
    try {
      while (board.finish() == null) {
        long left = stepLimit - board.steps();
        if (left <= 0) {
          board.finish(new Outcome.Running());
          break;
        }
        Outcome outcome = task.run(Math.min(SLICE, left));
        part.drain();
        if (outcome instanceof Outcome.Idle(long nanoseconds)) {
          idle(outcome, nanoseconds);
        }
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      board.finish(new Outcome.Interrupted());
    } finally {
      part.end();
    }
  }

  private void idle(Outcome outcome, long nanoseconds) {
    if (nanoseconds == Long.MAX_VALUE
        && board.tasks().size() == 1
        && inputIsExhausted.getAsBoolean()) {
      board.finish(outcome);
    } else {
      LockSupport.parkNanos(Math.min(nanoseconds, NAP_NANOSECONDS));
    }
  }
}

package trapeze.machine.board;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that a hart is run by, as far as others must know it: what one hart does to another (a
 * remote fence, an interrupt from firmware) is done on the other's thread.
 */
public final class HartThread {
  private static final long WAIT_NANOSECONDS = 20_000;

  /** Something to be done; once it is, it stays here what went wrong. */
  private static final class Letter {
    final Runnable action;
    final Thread sender = Thread.currentThread();
    private boolean done;
    private @Nullable Throwable failure;

    Letter(Runnable action) {
      this.action = action;
    }

    synchronized void finish(@Nullable Throwable what) {
      done = true;
      failure = what;
    }

    synchronized boolean isDone() {
      return done;
    }

    synchronized void throwIfFailed() {
      if (failure != null) {
        throw new IllegalStateException("what was asked of another hart has failed", failure);
      }
    }
  }

  private final Queue<Letter> mail = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /** The calling thread takes this part; it must {@link #drain} often. */
  public void begin() {
    thread = Thread.currentThread();
    closed = false;
  }

  /** The calling thread gives it up: what still comes is done by its senders. */
  public void end() {
    closed = true;
    drain();
  }

  /** Does what others have asked for. */
  public void drain() {
    for (Letter next = mail.poll(); next != null; next = mail.poll()) {
      Throwable failure = null;
      try {
        next.action.run();
      } catch (RuntimeException | Error bug) {
        failure = bug;
      }
      next.finish(failure);
      LockSupport.unpark(next.sender);
    }
  }

  /**
   * Has something done on this thread, and waits until it is. Meanwhile the caller, who may be such
   * a thread himself, does what is asked of him. What goes wrong is the caller's to deal with: this
   * thread may run harts of other machines too.
   *
   * @param own the caller's own part
   * @param poke makes this thread look at its mail soon
   */
  void perform(@Nullable HartThread own, Runnable action, Runnable poke) {
    Thread owner = thread;
    if (owner == null || closed || owner == Thread.currentThread()) {
      action.run();
      return;
    }
    Letter letter = new Letter(action);
    mail.add(letter);
    poke.run();
    while (!letter.isDone()) {
      if (own != null) {
        own.drain();
      }
      if (closed) {
        drain();
      } else {
        poke.run();
        LockSupport.parkNanos(WAIT_NANOSECONDS);
      }
    }
    letter.throwIfFailed();
  }
}

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

  private record Letter(Runnable action, Thread sender, boolean[] done) {}

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
      next.action.run();
      synchronized (next.done) {
        next.done[0] = true;
      }
      LockSupport.unpark(next.sender);
    }
  }

  /**
   * Has something done on this thread, and waits until it is. Meanwhile the caller, who may be such
   * a thread himself, does what is asked of him.
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
    Letter letter = new Letter(action, Thread.currentThread(), new boolean[1]);
    mail.add(letter);
    poke.run();
    while (!isDone(letter)) {
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
  }

  private static boolean isDone(Letter letter) {
    synchronized (letter.done) {
      return letter.done[0];
    }
  }
}

package trapeze.console.run;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Something that goes on on a thread of its own and may fail. */
final class Background {
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /** What goes on. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private Background(String name, Action action) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .unstarted(
                () -> {
                  try {
                    action.run();
                  } catch (Exception | Error e) {
                    failure = e;
                  }
                });
  }

  static Background start(String name, Action action) {
    Background background = new Background(name, action);
    background.thread.start();
    return background;
  }

  /** Waits for its end; false if it has not come in time. */
  boolean join(Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  /** Waits for its end. */
  void join() throws InterruptedException {
    thread.join();
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Passes on what went wrong. */
  void throwIfFailed() {
    Throwable what = failure;
    if (what != null) {
      throw new IllegalStateException(thread.getName() + " failed: " + root(what), what);
    }
  }

  private static Throwable root(Throwable what) {
    Throwable cause = what;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

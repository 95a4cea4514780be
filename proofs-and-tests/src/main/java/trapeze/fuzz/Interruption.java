package trapeze.fuzz;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end a run early, with its report, rather than cut it off. */
final class Interruption implements AutoCloseable {
  private static final int PATIENCE = 20;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  /** What to do at Ctrl-C; the process then waits a little until this is closed. */
  Interruption(Runnable stop) {
    hook =
        new Thread(
            () -> {
              stop.run();
              try {
                over.await(PATIENCE, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "fuzz-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    over.countDown();
    if (!hook.isAlive()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException shuttingDown) {
        // Then the hook is running, and sees that this is over.
      }
    }
  }
}

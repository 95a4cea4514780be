package trapeze.console.compare;

import java.time.Duration;
import java.util.Locale;
import trapeze.console.Io;

/** Says on the error stream how far a comparison has come, and for how long it will go on. */
public final class Progress implements Rounds.Listener {
  private static final String CLEAR_LINE = "\r\033[K";

  private final Io io;
  private final long started = System.nanoTime();
  private int made;

  /** A progress that begins now. */
  public Progress(Io io) {
    this.io = io;
  }

  @Override
  public void done(CellResult result, int runsDone, int runs, boolean kept) {
    made += kept ? 0 : 1;
    if (kept && runsDone < runs) {
      return;
    }
    String line =
        "%d of %d runs, %s left: %s%s"
            .formatted(
                runsDone,
                runs,
                left(runs - runsDone),
                result.name(),
                kept ? " (kept from an earlier run)" : "");
    if (io.terminal()) {
      io.err().print(CLEAR_LINE + (runsDone < runs ? line : ""));
      io.err().flush();
    } else {
      io.say(line);
    }
  }

  /** Takes the line away from a terminal, so that other lines can come. */
  public void clear() {
    if (io.terminal()) {
      io.err().print(CLEAR_LINE);
      io.err().flush();
    }
  }

  private String left(int runs) {
    if (made == 0) {
      return runs == 0 ? "nothing" : "some";
    }
    Duration left = Duration.ofNanos((System.nanoTime() - started) / made * runs);
    return left.toMinutes() > 0
        ? String.format(Locale.ROOT, "%d min %d s", left.toMinutes(), left.toSecondsPart())
        : String.format(Locale.ROOT, "%d s", left.toSeconds());
  }
}

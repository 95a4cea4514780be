package trapeze.console.conform;

import java.util.Map;
import java.util.stream.Collectors;
import trapeze.console.Io;

/** A line for each result; at a terminal also one that says how far the run has come. */
public final class Progress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final Io io;
  private final int programs;
  private int done;
  private int failed;

  /** Of so many programs. */
  public Progress(Io io, int programs) {
    this.io = io;
    this.programs = programs;
  }

  /** Tells of a result. */
  public synchronized void tell(Result result) {
    done++;
    failed += result.hasFailed() ? 1 : 0;
    clear();
    io.out().printf("%-48s %s%n", result.program().name(), words(result.verdicts()));
    io.out().flush();
    if (io.terminal() && done < programs) {
      io.err().printf("%d of %d, %d failed", done, programs, failed);
      io.err().flush();
    }
  }

  private void clear() {
    if (io.terminal()) {
      io.err().print(CLEAR_LINE);
      io.err().flush();
    }
  }

  /** One verdict if all targets agree, else each with its target. */
  private static String words(Map<Target, Verdict> verdicts) {
    if (verdicts.values().stream().distinct().count() == 1) {
      return verdicts.values().iterator().next().toString();
    }
    return verdicts.entrySet().stream()
        .map(entry -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}

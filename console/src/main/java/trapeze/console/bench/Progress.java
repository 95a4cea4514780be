package trapeze.console.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import trapeze.console.Io;

/** Says on the error stream how far a benchmark has come, and for how long it will go on. */
final class Progress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final Io io;

  Progress(Io io) {
    this.io = io;
  }

  /** A cell's turn has come. At a terminal only: elsewhere it would be every second line. */
  void begins(Timed cell, List<Timed> cells, int round, int rounds) {
    if (io.terminal()) {
      tell(
          "round %d of %d, %d of %d, %s left: %s ..."
              .formatted(
                  round,
                  rounds,
                  cells.indexOf(cell) + 1,
                  cells.size(),
                  left(cell, cells, round, rounds),
                  cell.name()));
    }
  }

  /** A cell was timed. */
  void timed(Timed cell, int round, int rounds) {
    double latest = cell.times().map(times -> times.values().getLast()).orElse(0.0);
    end();
    io.say(
        "round %d of %d: %s, %s each %s"
            .formatted(round, rounds, cell.name(), Report.time(latest), cell.kernel().operation()));
  }

  /** A cell gave no time. */
  void failed(Timed cell) {
    end();
    io.say("%s: %s".formatted(cell.name(), cell.problem().orElse("")));
  }

  /** Nothing more is to come. */
  void end() {
    if (io.terminal()) {
      io.err().print(CLEAR_LINE);
      io.err().flush();
    }
  }

  private void tell(String line) {
    io.err().print(CLEAR_LINE + line);
    io.err().flush();
  }

  /** Each cell as long as it took the last time; those that have none yet, as long as the mean. */
  private static String left(Timed cell, List<Timed> cells, int round, int rounds) {
    List<Timed> alive = cells.stream().filter(each -> each.problem().isEmpty()).toList();
    double mean =
        alive.stream().mapToLong(Timed::wall).filter(wall -> wall > 0).average().orElse(0);
    int at = alive.indexOf(cell);
    double sum = 0;
    for (int i = 0; i < alive.size(); i++) {
      double each = alive.get(i).wall() > 0 ? alive.get(i).wall() : mean;
      sum += each * (rounds - round + (i >= at ? 1 : 0));
    }
    if (sum == 0) {
      return "some time";
    }
    Duration left = Duration.ofNanos((long) sum);
    return left.toMinutes() > 0
        ? String.format(Locale.ROOT, "%d min %d s", left.toMinutes(), left.toSecondsPart())
        : String.format(Locale.ROOT, "%d s", left.toSeconds());
  }
}

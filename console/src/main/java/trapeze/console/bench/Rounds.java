package trapeze.console.bench;

import java.util.List;

/**
 * Times all cells in turns, round by round, so that whatever slows the host for a while slows all
 * platforms.
 */
final class Rounds {
  /** How much of the time that was asked for is enough: laps double, and may be just too short. */
  private static final double ENOUGH = 0.7;

  private static final double NANO = 1e9;

  private final Runner runner;
  private final double seconds;
  private final Progress progress;

  Rounds(Runner runner, double seconds, Progress progress) {
    this.runner = runner;
    this.seconds = seconds;
    this.progress = progress;
  }

  /**
   * Times all of them.
   *
   * @param fresh called after each time
   * @throws InterruptedException if it is stopped before its end
   */
  void run(List<Timed> cells, int rounds, Runnable fresh) throws InterruptedException {
    long enough = (long) (ENOUGH * seconds * NANO);
    for (int round = 1; round <= rounds; round++) {
      for (Timed cell : cells) {
        if (cell.problem().isPresent()) {
          continue;
        }
        progress.begins(cell, cells, round, rounds);
        try {
          cell.add(runner.run(cell.kernel(), cell.platform(), enough));
          progress.timed(cell, round, rounds);
          fresh.run();
        } catch (BadRun e) {
          cell.fail(e);
          progress.failed(cell);
        }
      }
    }
    progress.end();
  }
}

package trapeze.console.bench;

import java.util.List;

/**
 * First finds how many iterations take about as long as was asked for, then times all cells in
 * turns, round by round, so that whatever slows the host for a while slows all platforms.
 */
final class Rounds {
  private static final long MOST_ITERATIONS = 400_000_000;
  private static final double MOST_GROWTH = 32;
  private static final double LEAST_GROWTH = 1.25;
  private static final double ENOUGH = 0.8;
  private static final double NANO = 1e9;

  private final Runner runner;
  private final double seconds;
  private final Progress progress;

  Rounds(Runner runner, double seconds, Progress progress) {
    this.runner = runner;
    this.seconds = seconds;
    this.progress = progress;
  }

  /** Times all of them. */
  void run(List<Timed> cells, int rounds) throws InterruptedException {
    for (Timed cell : cells) {
      progress.calibrating(cell, cells);
      try {
        calibrate(cell);
      } catch (BadRun e) {
        fail(cell, e);
      }
    }
    for (int round = 1; round <= rounds; round++) {
      for (Timed cell : cells) {
        if (cell.problem().isPresent()) {
          continue;
        }
        try {
          cell.add(runner.run(cell.kernel(), cell.platform(), cell.warm(), cell.iterations()));
          progress.timed(cell, cells, round, rounds);
        } catch (BadRun e) {
          fail(cell, e);
        }
      }
    }
    progress.end();
  }

  private void fail(Timed cell, BadRun why) {
    cell.fail(why);
    progress.failed(cell);
  }

  private void calibrate(Timed cell) throws InterruptedException {
    if (cell.kernel().isCold()) {
      cell.setLength(0, 1);
      return;
    }
    double wanted = seconds * NANO;
    long iterations = cell.kernel().start();
    while (iterations < MOST_ITERATIONS) {
      double taken =
          (double) runner.run(cell.kernel(), cell.platform(), iterations, iterations).nanoseconds();
      if (taken >= ENOUGH * wanted) {
        break;
      }
      double growth = wanted / Math.max(taken, wanted / MOST_GROWTH);
      iterations = (long) Math.ceil(iterations * Math.max(growth, LEAST_GROWTH));
    }
    cell.setLength(iterations, iterations);
  }
}

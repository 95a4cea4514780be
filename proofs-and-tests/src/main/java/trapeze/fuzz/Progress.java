package trapeze.fuzz;

import java.time.Duration;

/**
 * How far a run is.
 *
 * @param programs run, in this run
 * @param steps made by the watched machines, in this run
 * @param time since this run began
 * @param corpus programs kept
 * @param permitted differences that the manual leaves
 * @param findings kinds of differences
 * @param differences all differing programs
 * @param coverage of all runs of the corpus
 */
record Progress(
    long programs,
    long steps,
    Duration time,
    int corpus,
    long permitted,
    int findings,
    long differences,
    CoverageSummary coverage) {

  double perSecond() {
    return programs * 1000.0 / Math.max(1, time.toMillis());
  }

  /** In one line. */
  @Override
  public String toString() {
    return "%s  %d programs, %.0f/s, %d steps  coverage %d points, %d/%d instructions, %d causes  corpus %d  findings %d"
        .formatted(
            clock(),
            programs,
            perSecond(),
            steps,
            coverage.points(),
            coverage.retired(),
            coverage.instructions(),
            coverage.causes(),
            corpus,
            findings);
  }

  private String clock() {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}

package trapeze.fuzz;

import java.util.Map;
import trapeze.laws.Program;

/**
 * Two machines that should agree, for one thread.
 *
 * <p>A pair survives whatever a program does: what a machine throws is a difference, of the kind
 * "breaks down".
 */
public interface Pair extends AutoCloseable {

  /**
   * Runs a program on both from its beginning, for {@link trapeze.laws.Runs#STEPS} steps at most,
   * and compares. The same program gives the same verdict again.
   *
   * @param coverage is told what one of the machines does
   */
  Verdict run(Program program, Coverage coverage);

  /**
   * Differences that are known and allowed for, as often as they were met: for the report, by what
   * they are. Nothing usually.
   */
  default Map<String, Long> departures() {
    return Map.of();
  }

  @Override
  default void close() {}
}

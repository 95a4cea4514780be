package trapeze.console.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is known of a cell: the counts of its first round, the times of all of them, and whatever a
 * later round contradicted.
 *
 * @param workload name
 * @param setup name
 * @param fingerprint of the guest's images and of the program that ran them
 * @param counts exact
 * @param end how the guest ended, in words
 * @param good whether that is how the workload should end
 * @param console CRC-32 of what the guest sent to its console
 * @param nanoseconds of CPU time, one a round
 * @param contradictions lines, each about a count or an end that was another in a later round
 */
public record CellResult(
    String workload,
    String setup,
    String fingerprint,
    Counts counts,
    String end,
    boolean good,
    long console,
    List<Long> nanoseconds,
    List<String> contradictions) {

  public CellResult {
    nanoseconds = List.copyOf(nanoseconds);
    contradictions = List.copyOf(contradictions);
  }

  /** After the first round. */
  public static CellResult of(Cell cell, String fingerprint, Measurement first) {
    return new CellResult(
        cell.workload().name(),
        cell.setup().name(),
        fingerprint,
        first.counts(),
        first.end(),
        first.good(),
        first.console(),
        List.of(first.nanoseconds()),
        List.of());
  }

  /** After one more round. */
  CellResult and(Measurement next) {
    List<Long> times = new ArrayList<>(nanoseconds);
    times.add(next.nanoseconds());
    List<String> lines = new ArrayList<>(contradictions);
    String round = "round %d: ".formatted(times.size());
    counts.differences(next.counts()).forEach(line -> lines.add(round + line));
    if (!end.equals(next.end())) {
      lines.add("%sthe guest %s, and not as before: it %s".formatted(round, next.end(), end));
    }
    if (console != next.console()) {
      lines.add(round + "the guest's console shows something else");
    }
    return new CellResult(
        workload, setup, fingerprint, counts, end, good && next.good(), console, times, lines);
  }

  /** Rounds that were run. */
  public int rounds() {
    return nanoseconds.size();
  }

  /** The name of the cell. */
  public String name() {
    return workload + "@" + setup;
  }

  /** The least time of all rounds, in nanoseconds. */
  public long leastNanoseconds() {
    return nanoseconds.stream().mapToLong(Long::longValue).min().orElse(0);
  }

  /** The median time of all rounds, in nanoseconds; the lower one of two in the middle. */
  public long medianNanoseconds() {
    long[] sorted = nanoseconds.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }
}

package trapeze.console.conform;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Results, counted. */
public final class Tally {
  /** The title of the row that sums up. */
  static final String ALL = "all";

  private final List<Target> targets;
  private final List<Result> results;

  /** Of these results on these targets. */
  public Tally(List<Target> targets, List<Result> results) {
    this.targets = List.copyOf(targets);
    this.results = List.copyOf(results);
  }

  /**
   * How many of a family, on one target.
   *
   * @param passed that the suite is content with
   * @param failed the others that were run
   * @param skipped that were not run, or that nothing can judge
   */
  record Counts(int passed, int failed, int skipped) {}

  List<Target> targets() {
    return targets;
  }

  /** The results by family, the families by name. */
  Map<String, List<Result>> families() {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                result -> result.program().family(), TreeMap::new, Collectors.toList()));
  }

  List<Result> results() {
    return results;
  }

  static Counts counts(Collection<Result> those, Target target) {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    for (Result result : those) {
      switch (result.verdicts().get(target)) {
        case Verdict.Passed _ -> passed++;
        case Verdict.Failed _ -> failed++;
        case Verdict.Skipped _ -> skipped++;
        case null -> {}
      }
    }
    return new Counts(passed, failed, skipped);
  }

  /** Why programs were skipped, and how many for each reason, on any target. */
  Map<String, Long> reasons() {
    return results.stream()
        .flatMap(
            result ->
                result.verdicts().values().stream()
                    .filter(Verdict.Skipped.class::isInstance)
                    .map(Verdict.Skipped.class::cast)
                    .map(Verdict.Skipped::reason)
                    .distinct())
        .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
  }

  /** What passes on the bare machine and fails in a virtual one: what must not be. */
  public List<Result> passBareAndFailVirtual() {
    return results.stream().filter(Result::passesBareAndFailsVirtual).toList();
  }

  /** Whether bare and virtual can be compared at all. */
  boolean compares() {
    return targets.contains(Target.MACHINE) && targets.stream().anyMatch(Target::isVirtual);
  }

  /** Whether any program failed on any target. */
  public boolean hasFailures() {
    return results.stream().anyMatch(Result::hasFailed);
  }
}

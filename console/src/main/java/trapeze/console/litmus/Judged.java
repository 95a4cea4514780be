package trapeze.console.litmus;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import trapeze.console.litmus.model.AllowedOutcomes;
import trapeze.console.litmus.model.Model;
import trapeze.console.litmus.run.Platform;

/**
 * A test with what the model allows and what machines have done.
 *
 * @param allowed by RVWMO
 * @param sequential what sequential consistency allows, a part of it
 * @param observed by platform, how often each outcome came
 */
public record Judged(
    LitmusTest test,
    SortedSet<Outcome> allowed,
    SortedSet<Outcome> sequential,
    Map<Platform, SortedMap<Outcome, Long>> observed) {

  /**
   * Judges a test by the model alone.
   *
   * @throws Unreadable if it is too large
   */
  public static Judged byModel(LitmusTest test) {
    return new Judged(
        test,
        AllowedOutcomes.of(test, Model.RVWMO),
        AllowedOutcomes.of(test, Model.SC),
        new EnumMap<>(Platform.class));
  }

  /** Whether the test's condition holds in some allowed outcome. */
  public boolean conditionIsAllowed() {
    return allowed.stream().anyMatch(each -> test.condition().holds(each.values()));
  }

  /** How often each outcome came on a platform. */
  public SortedMap<Outcome, Long> on(Platform platform) {
    SortedMap<Outcome, Long> counts = observed.get(platform);
    return counts == null ? new TreeMap<>() : counts;
  }

  /** How often the condition held on a platform. */
  public long conditionObserved(Platform platform) {
    return on(platform).entrySet().stream()
        .filter(each -> test.condition().holds(each.getKey().values()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How often outcomes came on a platform that no sequential execution has. */
  public long relaxed(Platform platform) {
    return on(platform).entrySet().stream()
        .filter(each -> !sequential.contains(each.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Outcomes of a platform that it may not have: taking turns is sequential. */
  public SortedSet<Outcome> forbidden(Platform platform) {
    SortedSet<Outcome> forbidden = new TreeSet<>(on(platform).keySet());
    forbidden.removeAll(platform.takesTurns() ? sequential : allowed);
    return forbidden;
  }
}

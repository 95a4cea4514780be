package trapeze.console.conform;

import java.time.Duration;
import java.util.Map;

/**
 * What came of one program.
 *
 * @param verdicts by target, in the order in which targets were asked for
 * @param times that the runs took on the host, by target
 */
public record Result(Program program, Map<Target, Verdict> verdicts, Map<Target, Duration> times) {

  /** Whether it failed anywhere. */
  public boolean hasFailed() {
    return verdicts.values().stream().anyMatch(Verdict.Failed.class::isInstance);
  }

  /** Whether it passes on the bare machine and not in a virtual one. */
  public boolean passesBareAndFailsVirtual() {
    return verdicts.get(Target.MACHINE) instanceof Verdict.Passed
        && verdicts.entrySet().stream()
            .anyMatch(
                entry -> entry.getKey().isVirtual() && entry.getValue() instanceof Verdict.Failed);
  }
}

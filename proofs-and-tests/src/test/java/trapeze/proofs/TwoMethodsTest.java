package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.rv64.Frames;
import trapeze.isa.theory.rv64.Rv64Classifier;

/** What the classifier reads off the terms, and what the solver says of the same instances. */
class TwoMethodsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** An access that reads and one that reads and writes stand for all six. */
  private static final Set<String> ACCESSES = Set.of("csrrs", "csrrw");

  /** Of registers in a row, which are defined alike, those whose number ends so. */
  private static final Pattern ONE_OF_MANY = Pattern.compile(".*(hpm|pmpaddr).*[^03]");

  @Test
  @DisplayName("what is privileged or trapping never completes in U, and all else is faithful")
  void agree() {
    Prover prover = new Prover(Rv64.SET, TIMEOUT, KnownProofs.none());
    Set<String> vacuous = new TreeSet<>();
    Set<String> proved = new TreeSet<>();
    for (Instance instance : Instance.all(Rv64.SET)) {
      if (!isLookedAt(instance.toString())) {
        continue;
      }
      Obligation execution =
          new InstanceProofs(Machines.RV64, instance)
              .all().stream()
                  .filter(each -> each.family() == Obligation.Family.EXECUTION)
                  .findFirst()
                  .orElseThrow();
      switch (prover.prove(execution).result()) {
        case VACUOUS -> vacuous.add(instance.toString());
        case PROVED -> proved.add(instance.toString());
        default -> throw new AssertionError("not proved: " + execution.path());
      }
    }
    Map<Boolean, Set<String>> read = read();
    assertThat(vacuous).isEqualTo(read.get(true));
    assertThat(proved).isEqualTo(read.get(false));
  }

  private static boolean isLookedAt(String instance) {
    return (!instance.startsWith("csrr") || ACCESSES.contains(instance.split(" ")[0]))
        && !ONE_OF_MANY.matcher(instance).matches();
  }

  /** By whether an instance always traps in U, with all of its operands. */
  private static Map<Boolean, Set<String>> read() {
    Map<String, List<trapeze.isa.theory.Verdict>> byInstance =
        new Rv64Classifier(Rv64.SET, Frames.USER)
            .classify().verdicts().stream().collect(Collectors.groupingBy(TwoMethodsTest::name));
    return byInstance.entrySet().stream()
        .filter(entry -> isLookedAt(entry.getKey()))
        .collect(
            Collectors.partitioningBy(
                entry ->
                    entry.getValue().stream()
                        .allMatch(
                            verdict ->
                                verdict.is(Property.PRIVILEGED) || verdict.is(Property.TRAPPING)),
                Collectors.mapping(Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
  }

  /** {@code csrrw x0, mstatus, x6} is an instance of {@code csrrw mstatus}. */
  private static String name(trapeze.isa.theory.Verdict verdict) {
    String[] words = verdict.instance().split("[ ,]+");
    return words.length > 2 ? words[0] + " " + words[2] : words[0];
  }
}

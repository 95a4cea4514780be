package trapeze.isa.theory.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;

/** The classifier's verdicts, and that a mistake in its definitions would show in them. */
class ClassifierTest {
  private static final ThirdGeneration PAPER = ThirdGeneration.paper(Format.USUAL);
  private static final Classification OF_PAPER = Classifier.classify(PAPER, Classifier.SMALLEST);

  @Test
  void thePapersMachineSatisfiesAllTheorems() {
    assertThat(Theorem.all(OF_PAPER)).extracting(Theorem::holds).containsExactly(true, true, true);
    assertThat(instances(OF_PAPER, Property.PRIVILEGED))
        .containsExactlyInAnyOrder(
            "lpsw n", "lr n", "rmode", "smode 0", "smode 1", "tmode n", "halt", "stimer", "rtimer",
            "sio n");
    assertThat(instances(OF_PAPER, Property.CONTROL_SENSITIVE))
        .containsExactlyInAnyOrder("lpsw n", "lr n", "smode 1", "halt", "stimer", "sio n");
    assertThat(instances(OF_PAPER, Property.TRAPPING)).containsExactly("svc n");
    assertThat(instances(OF_PAPER, Property.RESOURCE_SENSITIVE)).containsExactly("rtimer");
    assertThat(instances(OF_PAPER, Property.LOCATION_SENSITIVE)).isEmpty();
    assertThat(instances(OF_PAPER, Property.MODE_SENSITIVE)).isEmpty();
    assertThat(instances(OF_PAPER, Property.USER_SENSITIVE)).isEmpty();
  }

  @Test
  void everyStateOfEveryInstanceIsVisited() {
    // 20 operations with an operand of one bit, 4 without; 27 bits of state.
    assertThat(OF_PAPER.states()).isEqualTo(BigInteger.valueOf(2 * 20 + 4).shiftLeft(27));
  }

  /** Four words that can be addressed in place of two: the same verdicts. */
  @Test
  void theVerdictsAreNotThoseOfTheSizes() {
    ThirdGeneration all = Machines.named("x86").orElseThrow().machine();
    ThirdGeneration some =
        all.only(
            "lit", "jumpi", "svc", "lpsw", "smode", "tmode", "stimer", "rtimer", "smsw", "sgdt");
    assertThat(kinds(Classifier.classify(some, Format.TINY)))
        .isEqualTo(kinds(Classifier.classify(some, Classifier.SMALLEST)))
        .hasSize(10);
  }

  private static Map<String, Set<Set<Property>>> kinds(Classification machine) {
    return machine.verdicts().stream()
        .collect(
            Collectors.groupingBy(
                Verdict::instruction, Collectors.mapping(Verdict::properties, Collectors.toSet())));
  }

  /** With a page table in R's place, what tells where it is is sensitive, and what loads is not. */
  @Test
  void aPageTableCanBeMovedToo() {
    ThirdGeneration paged = Machines.named("paged").orElseThrow().machine();
    Operation real = Machines.named("lra").orElseThrow().machine().operations().getLast();
    Classification machine =
        Classifier.classify(
            paged.with("paged-lra", real).only("jumpi", "lr", real.mnemonic()),
            Classifier.smallest(paged));
    assertThat(instances(machine, Property.INNOCUOUS)).containsExactly("jumpi n");
    assertThat(machine.instance("lr n").orElseThrow().properties())
        .containsExactlyInAnyOrder(Property.PRIVILEGED, Property.CONTROL_SENSITIVE);
    assertThat(machine.instance("lra n").orElseThrow().properties())
        .containsExactlyInAnyOrder(Property.LOCATION_SENSITIVE, Property.USER_SENSITIVE);
  }

  /**
   * Whatever is wrong with a variant lies in the operations that it does not have from the paper.
   */
  @Test
  void everyVariantFailsAsItsHistorySays() {
    Map<String, List<Boolean>> theorems = new TreeMap<>();
    Map<String, List<Boolean>> expected = new TreeMap<>();
    for (Variant variant : bounded()) {
      expected.put(
          variant.name(), List.of(variant.satisfiesTheorem1(), variant.satisfiesTheorem3()));
      theorems.put(variant.name(), firstAndThird(classifyOwn(variant, Definitions::new)));
    }
    assertThat(theorems).isEqualTo(expected).hasSizeGreaterThan(15);
  }

  @Test
  void everySensitivityHasTheRightName() {
    Map<String, Set<Property>> found = new TreeMap<>();
    for (Variant variant : bounded()) {
      for (Verdict verdict : classifyOwn(variant, Definitions::new).verdicts()) {
        found.put(variant.name() + ": " + verdict.instance(), verdict.properties());
      }
    }
    assertThat(found)
        .containsEntry("pdp10: jrst1 n", Set.of(Property.CONTROL_SENSITIVE))
        .containsEntry("x86-popf: popf n", Set.of(Property.CONTROL_SENSITIVE))
        .containsEntry("x86-pushf: pushf n", Set.of(Property.MODE_SENSITIVE))
        .containsEntry(
            "x86-smsw: smsw",
            Set.of(Property.MODE_SENSITIVE, Property.LOCATION_SENSITIVE, Property.USER_SENSITIVE))
        .containsEntry(
            "x86-sgdt: sgdt n", Set.of(Property.LOCATION_SENSITIVE, Property.USER_SENSITIVE))
        .containsEntry("m68000: movesr", Set.of(Property.MODE_SENSITIVE))
        .containsEntry("m68010: movesr", Set.of(Property.PRIVILEGED, Property.INNOCUOUS))
        .containsEntry("arm-cps: cps 0", Set.of(Property.INNOCUOUS))
        .containsEntry("arm-cps: cps 1", Set.of(Property.CONTROL_SENSITIVE))
        .containsEntry("lra: lra n", Set.of(Property.LOCATION_SENSITIVE, Property.USER_SENSITIVE))
        .containsEntry("s370: lra n", Set.of(Property.LOCATION_SENSITIVE, Property.PRIVILEGED));
  }

  @Test
  void everySensitivityHasAWitness() {
    for (Variant variant : bounded()) {
      for (Verdict verdict : classifyOwn(variant, Definitions::new).verdicts()) {
        for (Property property : verdict.properties()) {
          if (property.makesSensitive() || property == Property.USER_SENSITIVE) {
            Witness witness = verdict.witness(property).orElseThrow();
            assertThat(witness.holds()).isTrue();
            assertThat(witness.differences()).isNotEmpty();
            assertThat(witness.cases()).allMatch(each -> each.outcome().equals("completes"));
          }
        }
        assertThat(verdict.witness(Property.PRIVILEGED).isPresent())
            .as("%s %s", variant.name(), verdict.instance())
            .isNotEqualTo(verdict.is(Property.PRIVILEGED));
      }
    }
  }

  /** A definition with a part left out puts some variant into a class where it does not belong. */
  @Test
  void aMistakeInTheDefinitionsShows() {
    assertThat(misjudged(Definitions::new)).isEmpty();
    assertThat(misjudged(Mutants::ignoringChanges)).contains("pdp10", "x86-popf", "arm-msr");
    assertThat(misjudged(Mutants::ignoringTheAccumulator)).contains("m68000", "lra", "vax-probe");
    assertThat(misjudged(Mutants::ignoringMemory)).contains("x86-pushf", "x86-sgdt");
    assertThat(misjudged(Mutants::ignoringLocation)).contains("lra", "x86-sgdt", "x86-smsw");
    assertThat(misjudged(Mutants::ignoringMode)).contains("m68000", "vax-movpsl", "x86-lar");
  }

  private static Set<String> misjudged(Function<Instance, Definitions> definitions) {
    Set<String> names = new TreeSet<>();
    for (Variant variant : bounded()) {
      if (!firstAndThird(classifyOwn(variant, definitions))
          .equals(List.of(variant.satisfiesTheorem1(), variant.satisfiesTheorem3()))) {
        names.add(variant.name());
      }
    }
    return names;
  }

  private static List<Boolean> firstAndThird(Classification machine) {
    return List.of(Theorem.first(machine).holds(), Theorem.third(machine).holds());
  }

  private static List<Variant> bounded() {
    return Machines.all().stream()
        .filter(each -> each.machine().relocation() == Relocation.BOUNDS)
        .toList();
  }

  private static Classification classifyOwn(
      Variant variant, Function<Instance, Definitions> definitions) {
    List<String> ofPaper = PAPER.operations().stream().map(Operation::mnemonic).toList();
    String[] own =
        variant.machine().operations().stream()
            .map(Operation::mnemonic)
            .filter(mnemonic -> !ofPaper.contains(mnemonic))
            .toArray(String[]::new);
    return Classifier.classify(variant.machine().only(own), Classifier.SMALLEST, definitions);
  }

  private static Set<String> instances(Classification machine, Property property) {
    return machine.verdicts().stream()
        .filter(verdict -> verdict.is(property))
        .map(Verdict::instance)
        .collect(Collectors.toSet());
  }

  /** The definitions, each with a part left out. */
  private static final class Mutants {
    static Definitions ignoringChanges(Instance instance) {
      return new Definitions(instance) {
        @Override
        List<String> controlChanges(Execution execution) {
          return List.of();
        }
      };
    }

    static Definitions ignoringTheAccumulator(Instance instance) {
      return filtering(instance, (difference, _) -> !difference.startsWith("a:"));
    }

    static Definitions ignoringMemory(Instance instance) {
      return filtering(instance, (difference, _) -> !difference.startsWith("E["));
    }

    static Definitions ignoringLocation(Instance instance) {
      return filtering(instance, (_, where) -> !where.equals("here"));
    }

    static Definitions ignoringMode(Instance instance) {
      return filtering(instance, (_, where) -> !where.equals("in supervisor mode"));
    }

    private static Definitions filtering(Instance instance, BiPredicate<String, String> kept) {
      return new Definitions(instance) {
        @Override
        List<String> differences(
            Execution first, String where, Execution second, String elsewhere, Move move) {
          return super.differences(first, where, second, elsewhere, move).stream()
              .filter(difference -> kept.test(difference, where))
              .toList();
        }
      };
    }
  }
}

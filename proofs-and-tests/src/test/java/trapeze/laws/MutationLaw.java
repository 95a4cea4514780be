package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import org.assertj.core.api.SoftAssertions;
import trapeze.shadow.Policy;

/**
 * Law 5: for every fault that is seeded some law fails. A law that no mutant breaks proves nothing.
 */
class MutationLaw {
  private static final int TRIES = 1500;
  private static final int SHRINKING_STEPS = 60;
  private static final String FOUND = "counterexamples.txt";

  @Example
  @Label("every seeded fault is caught, by a short program")
  void everyFaultIsCaught() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    StringBuilder found = new StringBuilder();
    for (Fault fault : Faults.ALL) {
      String counterexample = counterexample(fault);
      softly.check(() -> assertThat(counterexample).as(fault.name()).isNotEmpty());
      found.append(counterexample);
    }
    Files.writeString(Files.createDirectories(Path.of("target")).resolve(FOUND), found);
    softly.assertAll();
  }

  /** The smallest program found that shows the fault, and what it shows; or nothing. */
  private static String counterexample(Fault fault) {
    Random random = new Random(1974);
    RandomGenerator<Program> generator = new Programs().programs().generator(1000);
    for (int i = 0; i < TRIES; i++) {
      Shrinkable<Program> candidate = generator.next(random);
      if (!against(fault, candidate.value()).isEmpty()) {
        Program shrunk = shrink(candidate, program -> !against(fault, program).isEmpty());
        return "%s: law %s fails after %d programs; shrunk to %d chunks%s  %s%n%n"
            .formatted(
                fault.name(),
                fault.law().title,
                i + 1,
                shrunk.chunks().size(),
                shrunk,
                against(fault, shrunk));
      }
    }
    return "";
  }

  @Example
  @Label("the table of faults in docs/laws.md is that of the faults")
  void tableIsCurrent() throws IOException {
    String page = Files.readString(Path.of("../docs/laws.md"));
    List<String> rows =
        page.lines().filter(line -> line.matches("\\| .* \\| (virtual|real|shadow).*")).toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Faults.ALL.stream()
                .map(
                    each ->
                        "| %s | %s | %s |".formatted(each.name(), each.where(), each.law().title))
                .toList());
  }

  private static String against(Fault fault, Program program) {
    try {
      return differences(fault, program);
    } catch (RuntimeException broken) {
      return "the monitor breaks down: " + broken;
    }
  }

  private static String differences(Fault fault, Program program) {
    for (Policy policy : Policy.values()) {
      String found =
          switch (fault.law()) {
            case EQUIVALENCE ->
                Laws.equivalence(program, policy, 1000, fault.hart(), fault.parts());
            case RESOURCE_CONTROL ->
                Laws.resourceControl(
                    List.of(program, program), true, policy, 100, fault.hart(), fault.parts());
            case EFFICIENCY -> Laws.efficiency(program, policy, fault.hart(), fault.parts());
          };
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  /** Follows the first smaller program that still fails, until there is none. */
  private static Program shrink(Shrinkable<Program> failing, Predicate<Program> fails) {
    Shrinkable<Program> smallest = failing;
    int left = SHRINKING_STEPS;
    boolean smaller = true;
    while (smaller && left > 0) {
      smaller = false;
      for (Shrinkable<Program> next : (Iterable<Shrinkable<Program>>) smallest.shrink()::iterator) {
        if (left-- <= 0) {
          break;
        }
        if (fails.test(next.value())) {
          smallest = next;
          smaller = true;
          break;
        }
      }
    }
    return smallest.value();
  }
}

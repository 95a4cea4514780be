package trapeze.isa.theory.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;

/** Two methods: every state of a small machine visited, the definitions of a large one read. */
class FullWidthTest {

  @Test
  void thePapersMachineIsAtFullWidthWhatItIsWhenItIsSmall() {
    compare(ThirdGeneration.paper(Format.USUAL));
  }

  @Test
  void soIsEveryVariant() {
    Set<String> ofPaper = names(ThirdGeneration.paper(Format.USUAL));
    for (Variant variant : Machines.all()) {
      String[] own =
          names(variant.machine()).stream()
              .filter(mnemonic -> !ofPaper.contains(mnemonic))
              .toArray(String[]::new);
      if (own.length > 0) {
        compare(variant.machine().only(own));
      }
    }
  }

  /** At full width R as a page table changes no verdict. */
  @Test
  void pagingChangesNoVerdict() {
    ThirdGeneration paged = Machines.named("paged").orElseThrow().in(Format.USUAL);
    assertThat(read(paged)).isEqualTo(read(ThirdGeneration.paper(Format.USUAL)));
  }

  private static void compare(ThirdGeneration machine) {
    FullWidth reader = new FullWidth(machine.in(Format.USUAL));
    for (Verdict verdict : Classifier.classify(machine, Classifier.SMALLEST).verdicts()) {
      Operation operation =
          machine.operations().stream()
              .filter(each -> each.mnemonic().equals(verdict.instruction()))
              .findFirst()
              .orElseThrow();
      String operand = verdict.instance().substring(verdict.instruction().length()).trim();
      OptionalLong fixed =
          operand.matches("\\d+") ? OptionalLong.of(Long.parseLong(operand)) : OptionalLong.empty();
      assertThat(reader.properties(operation, fixed))
          .as("%s: %s", machine.name(), verdict.instance())
          .isEqualTo(verdict.properties());
    }
  }

  private static Map<String, Set<Property>> read(ThirdGeneration machine) {
    FullWidth reader = new FullWidth(machine);
    Map<String, Set<Property>> found = new TreeMap<>();
    for (Operation operation : machine.operations()) {
      found.put(operation.mnemonic(), reader.properties(operation, OptionalLong.empty()));
    }
    return found;
  }

  private static Set<String> names(ThirdGeneration machine) {
    return machine.operations().stream().map(Operation::mnemonic).collect(Collectors.toSet());
  }
}

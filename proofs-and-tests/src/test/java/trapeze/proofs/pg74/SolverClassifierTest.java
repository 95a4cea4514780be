package trapeze.proofs.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.pg74.Classifier;

/** Two methods: every state of a small machine visited, all states of the full one by a solver. */
class SolverClassifierTest {
  private static final Set<Property> OF_EVERY_OPERAND =
      EnumSet.of(Property.PRIVILEGED, Property.TRAPPING);

  private static final ThirdGeneration PAPER = ThirdGeneration.paper(Format.USUAL);

  @Test
  @DisplayName("both methods agree on the paper's machine")
  void agreeOnThePapersMachine() {
    assertThat(SolverClassifier.classify(PAPER)).isEqualTo(visited(PAPER)).hasSize(24);
  }

  @Test
  @DisplayName("both methods agree on what each variant adds to it")
  void agreeOnVariants() {
    List<String> shared = PAPER.operations().stream().map(Operation::mnemonic).toList();
    for (Variant variant : Machines.all()) {
      if (variant.machine().relocation() != Relocation.BOUNDS
          || variant.machine().name().equals(PAPER.name())) {
        continue;
      }
      ThirdGeneration own =
          variant
              .machine()
              .only(
                  variant.machine().operations().stream()
                      .map(Operation::mnemonic)
                      .filter(mnemonic -> !shared.contains(mnemonic))
                      .toArray(String[]::new));
      assertThat(SolverClassifier.classify(own))
          .as(own.name())
          .isEqualTo(visited(own))
          .isNotEmpty();
    }
  }

  /** The verdicts of the visit, whatever the operand. */
  private static Map<String, Set<Property>> visited(ThirdGeneration machine) {
    Map<String, Set<Property>> found = new LinkedHashMap<>();
    var classification = Classifier.classify(machine, Classifier.SMALLEST);
    for (Operation operation : machine.operations()) {
      List<Verdict> verdicts = classification.of(operation.mnemonic());
      Set<Property> properties = EnumSet.noneOf(Property.class);
      for (Property property : Property.values()) {
        boolean has =
            OF_EVERY_OPERAND.contains(property)
                ? verdicts.stream().allMatch(each -> each.is(property))
                : verdicts.stream().anyMatch(each -> each.is(property));
        if (has && property != Property.INNOCUOUS) {
          properties.add(property);
        }
      }
      found.put(operation.mnemonic(), Verdict.completed(properties));
    }
    return found;
  }
}

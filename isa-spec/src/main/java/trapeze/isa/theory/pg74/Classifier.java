package trapeze.isa.theory.pg74;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Paper;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;

/** Classifies third-generation machines by visiting every state of a small instance. */
public final class Classifier {
  /**
   * Words of 5 bits, 3 of them: the smallest in which a program status word has all its parts. A
   * program can be given 2 of the words at most, and these in two places.
   */
  public static final Format SMALLEST = new Format(1, 0, 5);

  private Classifier() {}

  /** The smallest sizes that a machine can be classified in: a page has more than one word. */
  public static Format smallest(ThirdGeneration machine) {
    return machine.relocation() == Relocation.BOUNDS ? SMALLEST : Format.TINY;
  }

  /** All operations of a machine, in the given sizes; several at a time. */
  public static Classification classify(ThirdGeneration machine, Format format) {
    return classify(machine, format, Definitions::new);
  }

  /** The same by other definitions than the paper's: how a mistake in them would show. */
  static Classification classify(
      ThirdGeneration machine, Format format, Function<Instance, Definitions> definitions) {
    List<Found> found =
        machine.operations().parallelStream()
            .map(operation -> classify(machine, operation, format, definitions))
            .toList();
    return new Classification(
        machine.name(),
        words(machine, format),
        "a visit of every state",
        found.stream().flatMap(each -> each.verdicts.stream()).toList(),
        found.stream().map(Found::coverage).reduce(Coverage.NONE, Coverage::plus));
  }

  private record Found(List<Verdict> verdicts, Coverage coverage) {}

  private static Found classify(
      ThirdGeneration machine,
      Operation operation,
      Format format,
      Function<Instance, Definitions> definitions) {
    long operands = operation.takesOperand() ? format.mostWords() : 1;
    List<Verdict> verdicts = new ArrayList<>();
    Coverage coverage = Coverage.NONE;
    for (long operand = 0; operand < operands; operand++) {
      Instance instance = Instance.of(machine, operation, format, operand);
      Inspection inspection = new Inspection(instance, definitions.apply(instance));
      coverage = coverage.plus(inspection.visit());
      verdicts.add(inspection.verdict());
    }
    return new Found(together(operation, verdicts), coverage);
  }

  /** One verdict where the operand makes no difference. */
  private static List<Verdict> together(Operation operation, List<Verdict> verdicts) {
    Set<Set<Property>> kinds =
        verdicts.stream().map(Verdict::properties).collect(Collectors.toCollection(HashSet::new));
    if (kinds.size() > 1 || !operation.takesOperand()) {
      return verdicts;
    }
    Verdict first = verdicts.getFirst();
    return List.of(
        new Verdict(
            first.instruction(),
            first.instruction() + " n",
            first.properties(),
            first.witnesses(),
            first.conditions()));
  }

  private static String words(ThirdGeneration machine, Format format) {
    Instance any = Instance.of(machine, Paper.OPERATIONS.getFirst(), format, 0);
    return any.isBounded()
        ? "%d words of %d bits, addresses of %d"
            .formatted(any.size(), any.wordBits(), format.addressBits())
        : "%d words of %d bits, of which the low %d can be set, addresses of %d"
            .formatted(any.size(), format.wordBits(), any.wordBits(), format.addressBits());
  }
}

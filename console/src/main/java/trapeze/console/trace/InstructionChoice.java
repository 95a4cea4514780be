package trapeze.console.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trapeze.console.UserError;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/**
 * Chooses instructions by what the user calls them: a mnemonic, in which {@code *} stands for
 * anything, an extension, or a class. What is in a class is read from the definitions.
 */
public final class InstructionChoice {
  private static final Map<String, Predicate<Statement>> CLASSES =
      Map.of(
          "load", Statement.Load.class::isInstance,
          "store", Statement.Store.class::isInstance,
          "jump", Statement.SetPc.class::isInstance,
          "csr", Statement.CheckCsr.class::isInstance,
          "effect", Statement.Cause.class::isInstance,
          "atomic",
              statement ->
                  statement instanceof Statement.Atomic
                      || statement instanceof Statement.LoadReserved
                      || statement instanceof Statement.StoreConditional,
          "float",
              statement ->
                  statement instanceof Statement.FloatingPoint
                      || statement instanceof Statement.SetF
                      || Traversal.expressions(List.of(statement))
                          .anyMatch(Expression.ReadF.class::isInstance));

  /** The classes' names, for people. */
  public static final String CLASS_NAMES = "load, store, jump, csr, atomic, float, effect";

  private InstructionChoice() {}

  /**
   * The instructions that one of these words names.
   *
   * @throws UserError if a word names none
   */
  public static Predicate<Instruction> of(InstructionSet set, List<String> words) {
    List<Instruction> chosen = new ArrayList<>();
    for (String word : words) {
      List<Instruction> named = named(set, word.strip().toLowerCase(Locale.ROOT)).toList();
      if (named.isEmpty()) {
        throw new UserError(
            "--trace-only",
            "'%s' is no instruction, extension or class; classes are %s"
                .formatted(word, CLASS_NAMES));
      }
      chosen.addAll(named);
    }
    Set<Instruction> all = chosen.stream().collect(Collectors.toUnmodifiableSet());
    return all::contains;
  }

  private static Stream<Instruction> named(InstructionSet set, String word) {
    Predicate<Statement> wanted = CLASSES.get(word);
    String pattern = word.replace(".", "\\.").replace("*", ".*");
    return set.instructions().stream()
        .filter(
            instruction ->
                wanted != null
                    ? Traversal.statements(instruction.body()).anyMatch(wanted)
                    : instruction.extension().equalsIgnoreCase(word)
                        || instruction.name().matches(pattern));
  }
}

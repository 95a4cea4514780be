package trapeze.isa.pg74.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.pg74.Cause;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.text.Notation;

/** The operations of third-generation machines in Markdown, printed from their definitions. */
public final class OperationsPage {
  private static final String TOP =
      """
      # The 1974 machine: its operations

      Printed from the definitions in `isa-spec`; a test fails while this page is out of date.
      Write it again with the main class `trapeze.isa.pg74.text.OperationsPage` and this file's path.
      [The reference's index](../isa/README.md#notation) explains the notation; here `m`, `p`, `l`, `b`, `a` and `t` are the mode, the program counter, the two halves of R, the accumulator and the timer, `imm` is the operand, and `physical64(a)` the word at the physical address a, zero-extended.
      """;

  private final ThirdGeneration machine = ThirdGeneration.paper(Format.USUAL);
  private final StringBuilder text = new StringBuilder(TOP);

  private OperationsPage() {}

  /** The page. */
  public static String print() {
    OperationsPage page = new OperationsPage();
    page.words();
    page.table();
    page.routines();
    page.operations();
    page.variants();
    return page.text.toString();
  }

  /** What an operation of a machine does, a line for each step. */
  public static String definition(ThirdGeneration kind, Operation operation) {
    return plain(Notation.print(instruction(kind, operation).body()));
  }

  /** Writes the page into a file, the one argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: OperationsPage <file>");
    }
    Files.writeString(Path.of(arguments[0]), print());
  }

  private void words() {
    Format f = machine.format();
    line("\n## Words\n");
    line("Words have %d bits, addresses %d.".formatted(f.wordBits(), f.addressBits()));
    line(
        "An instruction: its operand n in the low %d bits, its opcode above."
            .formatted(f.addressBits()));
    line("A program status word, and R by itself:\n");
    line("| bits | field |\n|---|---|");
    line("| %d:0 | b, the bound |".formatted(f.boundBits() - 1));
    line("| %d:%d | l, the relocation |".formatted(f.counterAt() - 1, f.relocationAt()));
    line("| %d:%d | P |".formatted(f.modeAt() - 1, f.counterAt()));
    line("| %d | M, 1 in user mode |".formatted(f.modeAt()));
    line(
        "| %d:%d | the cause of the trap that stored it |\n"
            .formatted(f.causeAt() + f.causeBits() - 1, f.causeAt()));
    line("| cause | |\n|---|---|");
    for (Cause cause : Cause.values()) {
      line("| %d | %s |".formatted(cause.code(), cause.title()));
    }
  }

  private void table() {
    line("\n## The paper's machine\n");
    line("| opcode | written | privileged | what it does |\n|---|---|---|---|");
    machine.operations().forEach(operation -> row(machine, operation));
  }

  private void row(ThirdGeneration kind, Operation operation) {
    line(
        "| %d | `%s` | %s | %s |"
            .formatted(
                operation.opcode(),
                operation.takesOperand() ? operation.mnemonic() + " n" : operation.mnemonic(),
                isPrivileged(instruction(kind, operation)) ? "yes" : "",
                operation.history()));
  }

  private void routines() {
    line("\n## Around every instruction\n");
    line(
        "A step calls `tick` first, then `fetch`, then executes; what raises is followed by"
            + " `takeTrap`.");
    Stream<Routine> own = machine.set().routines().stream();
    own.flatMap(routine -> Stream.concat(Traversal.calls(routine.body()), Stream.of(routine)))
        .distinct()
        .forEach(
            routine ->
                line("\n### " + routine.name() + "\n\n" + code(plain(Notation.print(routine)))));
  }

  private void operations() {
    line("\n## What each does");
    machine.operations().forEach(operation -> body(machine, operation));
  }

  private void variants() {
    line("\n## Variants");
    for (Variant variant : Machines.all()) {
      ThirdGeneration kind = variant.machine();
      List<Operation> own = kind.operations();
      own = own.subList(machine.operations().size(), own.size());
      if (variant.name().equals(machine.name())) {
        continue;
      }
      line("\n### " + variant.name() + ": " + variant.title() + "\n");
      line(variant.history());
      line(variant.verdict());
      if (own.size() > 1) {
        line(
            "\nIts operations: `%s`."
                .formatted(String.join("`, `", own.stream().map(Operation::mnemonic).toList())));
      } else if (own.isEmpty()) {
        Routine relocate =
            Traversal.calls(routine(kind, "locate").body()).findFirst().orElseThrow();
        line("\n" + code(plain(Notation.print(relocate))));
      } else {
        line("\n| opcode | written | privileged | what it does |\n|---|---|---|---|");
        row(kind, own.getFirst());
        line("\n" + code(definition(kind, own.getFirst())));
      }
    }
  }

  private void body(ThirdGeneration kind, Operation operation) {
    line("\n### " + operation.mnemonic() + "\n");
    line(code(definition(kind, operation)));
  }

  private static Routine routine(ThirdGeneration kind, String name) {
    return kind.set().routines().stream()
        .filter(routine -> routine.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Instruction instruction(ThirdGeneration kind, Operation operation) {
    return kind.set().instructions().get(kind.operations().indexOf(operation));
  }

  /** Whether it begins with the guard that {@link Operation#privileged} puts there. */
  private boolean isPrivileged(Instruction instruction) {
    return instruction.body().getFirst() instanceof Statement.If guard
        && guard.then().getFirst() instanceof Statement.Raise;
  }

  /** With this machine's names of causes: the notation knows a number by RV64's. */
  private static String plain(String notation) {
    String plain = notation;
    for (Cause cause : Cause.values()) {
      for (ExceptionCause other : ExceptionCause.values()) {
        if (other.code() == cause.code()) {
          plain =
              plain.replace(
                  "raise " + other.title() + " with ", "raise " + cause.title() + " with ");
        }
      }
    }
    return plain;
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String code(String code) {
    return "```\n" + code + "```";
  }
}

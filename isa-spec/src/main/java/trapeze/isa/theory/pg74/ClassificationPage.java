package trapeze.isa.theory.pg74;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;
import trapeze.isa.theory.rv64.Rv64Variants;

/** The verdicts on the machines of 1974 in Markdown, with an index of all machines. */
public final class ClassificationPage {
  private static final String TOP =
      """
      # Machines, classified

      Generated from the definitions by `trapeze.isa.theory.pg74.ClassificationPage`; do not edit.
      A test fails while this page is out of date.
      [The paper's definitions and where its letter had to be read](1974.md); [what the operations do](pg74-operations.md).
      `trapeze classify` prints these tables, and `trapeze classify x86 --explain popf` everything about one instruction.

      ## Index

      Which theorems apply, to which machine, and why.
      ✓: the theorem's condition is met; ✗: it is not.

      | machine | what it was | 1 | 2 | 3 | against Theorem 1 | why |
      |---|---|---|---|---|---|---|
      """;

  private static final String READING =
      """

      ## How to read the tables

      A verdict is about every state: a visit carries the definition out, chooses a value for each register and each word at the moment it is read, and comes back for every other value.
      So a run stands for all values of what it has not read, and that the runs stand for all states is checked.
      Where the operand makes a difference there is a row for each.

      - *traps*: `user` if it is privileged, `always` if it traps in every state.
      - *control*, *location*, *mode*: by what it is sensitive. *timer*: its result depends on the timer.
      - *user*: user-sensitive. What is sensitive by its mode alone is not, as no two states of user mode differ in M.
      - In the tables of states, what an execution leaves alone is not repeated after it.
        Registers: `m` is M, 1 in user mode; `p` is P; `l` and `b` are R; `a` is the accumulator; `t` is the timer.
      """;

  /** The rest read so much that it takes minutes, not seconds. */
  private static final String[] SHOWN_WITH_A_TABLE = {
    "lit", "load", "jump", "jumpi", "call", "svc", "lpsw", "lr", "rmode", "smode", "tmode", "halt",
    "stimer", "rtimer", "sio"
  };

  private final ThirdGeneration paper = ThirdGeneration.paper(Format.USUAL);
  private final StringBuilder text = new StringBuilder(TOP);

  private ClassificationPage() {}

  /** Writes the page into a file, the one argument. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: ClassificationPage <file>");
    }
    Files.writeString(Path.of(arguments[0]), print());
  }

  /** The page. */
  public static String print() {
    ClassificationPage page = new ClassificationPage();
    List<Variant> variants = Machines.all().stream().skip(1).toList();
    Classification ofPaper = Classifier.classify(page.paper, Classifier.SMALLEST);
    page.index(Machines.all().getFirst(), ofPaper);
    List<Classification> own =
        variants.stream().map(page::ownOperations).map(ClassificationPage::classify).toList();
    for (int i = 0; i < own.size(); i++) {
      page.index(variants.get(i), own.get(i));
    }
    page.rv64();
    page.text.append(READING);
    page.paper(ofPaper);
    for (int i = 0; i < own.size(); i++) {
      page.variant(variants.get(i), own.get(i));
    }
    return page.text.toString();
  }

  /** A variant without what it has from the paper's machine, whose verdicts are that machine's. */
  private ThirdGeneration ownOperations(Variant variant) {
    if (variant.machine().relocation() != paper.relocation()) {
      return variant.machine().only(SHOWN_WITH_A_TABLE);
    }
    List<String> shared = paper.operations().stream().map(Operation::mnemonic).toList();
    return variant
        .machine()
        .only(
            variant.machine().operations().stream()
                .map(Operation::mnemonic)
                .filter(mnemonic -> !shared.contains(mnemonic))
                .toArray(String[]::new));
  }

  private static Classification classify(ThirdGeneration machine) {
    return Classifier.classify(machine, Classifier.smallest(machine));
  }

  private void index(Variant variant, Classification machine) {
    List<Theorem> theorems = Theorem.all(machine);
    line(
        "| [%s](#%s) | %s | %s | %s | %s | %s | %s |"
            .formatted(
                variant.name(),
                variant.name(),
                variant.history().replaceFirst("\\.? Robin and Irvine.*", "."),
                mark(theorems.get(0).holds()),
                mark(theorems.get(1).holds()),
                mark(theorems.get(2).holds()),
                theorems.getFirst().against().stream()
                    .map(verdict -> "`" + verdict.instance() + "`")
                    .collect(Collectors.joining(", ")),
                variant.verdict()));
  }

  private void rv64() {
    line(
        "| [rv64](rv64-table.md) | RISC-V, RV64GC with M, S and U, as Trapeze implements it | ✓ |"
            + " | ✓ | | Under [conditions](rv64.md) that the monitor arranges. |");
    for (Rv64Variants.Variant variant : Rv64Variants.ALL) {
      line(
          "| [%s](rv64-table.md#%s) | %s | %s | | %s | | %s |"
              .formatted(
                  variant.name(),
                  variant.name(),
                  variant.change(),
                  mark(variant.first()),
                  mark(variant.third()),
                  variant.consequence()));
    }
  }

  private void paper(Classification machine) {
    line("\n## pg74\n");
    line(
        String.format(
            Locale.ROOT,
            "%s: %,d states in %,d runs.",
            machine.format(),
            machine.states(),
            machine.coverage().runs()));
    line("");
    for (Theorem theorem : Theorem.all(machine)) {
      line("- Theorem %d: %s".formatted(theorem.number(), theorem.conclusion()));
    }
    line("");
    table(machine);
  }

  private void variant(Variant variant, Classification own) {
    line("\n## " + variant.name() + "\n");
    line("*" + variant.title() + "*\n");
    line(variant.history());
    line("");
    for (Theorem theorem : Theorem.all(own)) {
      line(
          "- %s Theorem %d: %s"
              .formatted(mark(theorem.holds()), theorem.number(), theorem.conclusion()));
    }
    line("");
    if (variant.machine().relocation() != paper.relocation()) {
      line(
          String.format(
              Locale.ROOT,
              "%s: %,d states in %,d runs.",
              own.format(),
              own.states(),
              own.coverage().runs()));
      line(
          "Two places differ in where the table is, or in which frames the pages are; states in"
              + " which a program reaches its own table are compared with none.");
      line("`trapeze classify paged` adds the operations that take longer.\n");
      table(own);
      return;
    }
    table(own);
    if (own.verdicts().stream().map(Verdict::instruction).distinct().count() == 1) {
      own.verdicts().forEach(this::witnesses);
    }
  }

  private void table(Classification machine) {
    line("| instance | traps | control | location | mode | timer | user | shown by |");
    line("|---|---|---|---|---|---|---|---|");
    for (Verdict verdict : machine.verdicts()) {
      line(
          "| `%s` | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  verdict.instance(),
                  verdict.is(Property.PRIVILEGED)
                      ? "user"
                      : verdict.is(Property.TRAPPING) ? "always" : "",
                  mark(verdict, Property.CONTROL_SENSITIVE),
                  mark(verdict, Property.LOCATION_SENSITIVE),
                  mark(verdict, Property.MODE_SENSITIVE),
                  mark(verdict, Property.RESOURCE_SENSITIVE),
                  mark(verdict, Property.USER_SENSITIVE),
                  verdict.witnesses().stream()
                      .filter(witness -> witness.property() != Property.PRIVILEGED)
                      .findFirst()
                      .map(Witness::summary)
                      .orElse("")));
    }
  }

  private void witnesses(Verdict verdict) {
    for (Witness witness : verdict.witnesses()) {
      if (!witness.holds() && !verdict.standsAgainstTheorem1()) {
        continue;
      }
      line(
          "\n`%s` is %s%s: %s.\n"
              .formatted(
                  verdict.instance(),
                  witness.holds() ? "" : "not ",
                  witness.property().title(),
                  witness.summary()));
      line("| state | before | after |");
      line("|---|---|---|");
      for (Witness.Case one : witness.cases()) {
        line(
            "| %s | %s | %s |"
                .formatted(
                    one.title(),
                    cells(one.before().cells()),
                    one.outcome().equals("completes")
                        ? cells(one.after().changesSince(one.before()))
                        : one.outcome()));
      }
    }
  }

  private static String cells(List<Snapshot.Cell> cells) {
    return cells.stream().map(cell -> "`" + cell + "`").collect(Collectors.joining(" "));
  }

  private static String mark(Verdict verdict, Property property) {
    return verdict.is(property) ? "x" : "";
  }

  private static String mark(boolean holds) {
    return holds ? "✓" : "✗";
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}

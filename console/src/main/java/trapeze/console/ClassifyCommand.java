package trapeze.console;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.theory.ClassificationJson;
import trapeze.console.theory.Explanation;
import trapeze.console.theory.Nearest;
import trapeze.console.theory.Subject;
import trapeze.console.theory.VerdictTable;
import trapeze.isa.pg74.Format;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.pg74.Classifier;

/** {@code trapeze classify}: what the paper calls each instruction of a machine, and why. */
@Command(
    name = "classify",
    description = {
      "Says which instructions of a machine are privileged, sensitive or innocuous, as Popek and"
          + " Goldberg define it, and which of their theorems the machine satisfies.",
      "The verdicts come from the machine's definitions; each sensitive one is shown by two states"
          + " that anybody can check.",
      "Without a machine it lists them."
    },
    footer = {
      "",
      "A ! marks what stands against Theorem 1: sensitive, and it does not trap in user mode.",
      "",
      "Examples:",
      "  trapeze classify",
      "  trapeze classify pg74 x86 --sensitive",
      "  trapeze classify x86 --explain popf",
      "  trapeze classify rv64 --explain mstatus",
      "  trapeze classify lra --json"
    })
final class ClassifyCommand implements Callable<Integer> {
  private static final int MOST_ADDRESS_BITS = 4;

  @ParentCommand private @Nullable Main main;

  @Parameters(
      paramLabel = "MACHINE",
      completionCandidates = MachineNames.class,
      description = "machines, by name; or all")
  private List<String> machines = new ArrayList<>();

  @Option(
      names = "--explain",
      paramLabel = "INSTRUCTION",
      description =
          "all about one instruction: what it does, the verdict, and the states before and after;"
              + " of RV64 also a control and status register")
  private @Nullable String explained;

  @Option(names = "--sensitive", description = "only instructions that are sensitive")
  private boolean sensitive;

  @Option(
      names = "--against",
      description = "only instructions that stand against one of the theorems")
  private boolean against;

  @Option(
      names = "--format",
      paramLabel = "BITS",
      description =
          "addresses of BITS bits, and words as short as they can be, in the instance of a 1974"
              + " machine that is visited (default: ${DEFAULT-VALUE}; 2 takes very long)")
  private int addressBits = 1;

  @Option(names = "--json", description = "print JSON, with all witnesses")
  private boolean json;

  @Override
  public Integer call() {
    List<Subject> known = Subject.all(format());
    if (machines.isEmpty()) {
      if (explained != null) {
        throw new UserError("--explain", "say on which machine, such as pg74 or rv64");
      }
      known.forEach(each -> io().out().printf("%-18s %s%n", each.name(), each.title()));
    } else if (explained != null) {
      chosen(known).forEach(this::explain);
    } else if (json) {
      io().out()
          .print(
              ClassificationJson.document(
                  chosen(known).stream()
                      .map(subject -> part(subject, subject.classify()))
                      .toList()));
    } else {
      boolean first = true;
      for (Subject subject : chosen(known)) {
        if (!first) {
          io().out().println();
        }
        first = false;
        print(subject);
      }
    }
    io().out().flush();
    return ExitCode.OK;
  }

  private Format format() {
    if (addressBits < 1 || addressBits > MOST_ADDRESS_BITS) {
      throw new UserError(
          "--format",
          "an instance with addresses of %d bits cannot be visited; give 1 to %d"
              .formatted(addressBits, MOST_ADDRESS_BITS));
    }
    return new Format(addressBits, 0, 2 + 3 * addressBits);
  }

  private List<Subject> chosen(List<Subject> known) {
    if (machines.equals(List.of("all"))) {
      return known;
    }
    return machines.stream().map(name -> chosen(known, name)).toList();
  }

  private static Subject chosen(List<Subject> known, String name) {
    return known.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    name,
                    "there is no such machine; did you mean %s? 'trapeze classify' lists all"
                        .formatted(Nearest.to(name, known.stream().map(Subject::name).toList()))));
  }

  private void print(Subject subject) {
    long start = System.nanoTime();
    Classification machine = subject.classify();
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    VerdictTable.print(io().out(), subject, machine, shown(machine));
    VerdictTable.printTheorems(io().out(), subject, machine, milliseconds);
  }

  private ClassificationJson.Part part(Subject subject, Classification machine) {
    return new ClassificationJson.Part(subject, machine, shown(machine));
  }

  private List<Verdict> shown(Classification machine) {
    return machine.verdicts().stream()
        .filter(
            verdict ->
                !sensitive || verdict.isSensitive() || verdict.is(Property.RESOURCE_SENSITIVE))
        .filter(
            verdict ->
                !against || verdict.standsAgainstTheorem1() || verdict.standsAgainstTheorem3())
        .toList();
  }

  private void explain(Subject subject) {
    String instruction = Objects.requireNonNull(explained);
    if (instruction.startsWith("csrr")) {
      throw new UserError(
          "--explain",
          "%s alone has no verdict; give a control and status register, such as mstatus"
              .formatted(instruction));
    }
    if (!subject.instructions().contains(instruction)) {
      throw new UserError(
          "--explain",
          "%s has no '%s'; did you mean %s?"
              .formatted(
                  subject.name(), instruction, Nearest.to(instruction, subject.instructions())));
    }
    Classification machine = subject.explained(instruction);
    if (json) {
      io().out().print(ClassificationJson.document(List.of(part(subject, machine))));
    } else {
      Explanation.print(io().out(), subject, instruction, machine.verdicts());
    }
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }

  /** What a shell completes a machine's name with. */
  static final class MachineNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Subject.all(Classifier.SMALLEST).stream().map(Subject::name).iterator();
    }
  }
}

package trapeze.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.pg74.HomomorphismJson;
import trapeze.console.pg74.Machines74;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.monitor.pg74.Method;
import trapeze.monitor.pg74.homomorphism.Homomorphism;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Finding;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Outcome;
import trapeze.monitor.pg74.homomorphism.Sizes;

/** {@code trapeze homomorphism}: whether a monitor's VM map is one on a 1974 machine. */
@Command(
    name = "homomorphism",
    description = {
      "Checks the paper's homomorphism on a machine of the 1974 paper, in every state of a small"
          + " instance: a step of the bare machine, seen through the VM map, is what the real"
          + " machine and the monitor do to the mapped state.",
      "Where they part, it tells the least such state: the machines side by side."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze homomorphism pg74",
      "  trapeze homomorphism x86 --operation smsw --operation popf",
      "  trapeze homomorphism pdp10 --operation jrst1 --hybrid",
      "",
      "Exit code: 0 if it holds, 1 if it does not."
    })
final class HomomorphismCommand implements Callable<Integer> {
  private static final double REPORTED = 0.1;

  @ParentCommand private @Nullable Main main;

  @Parameters(
      paramLabel = "MACHINE",
      description = "the paper's, pg74, or a variant; 'trapeze classify' lists them")
  private String machine = "";

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      description = "only this operation; may be given several times")
  private List<String> operations = new ArrayList<>();

  @Option(
      names = "--hybrid",
      description = "of the hybrid monitor, which interprets virtual supervisor mode")
  private boolean hybrid;

  @Option(
      names = "--format",
      paramLabel = "BITS",
      description =
          "addresses of BITS bits, and words of 8 or more (default: ${DEFAULT-VALUE}; 3 takes very"
              + " long)")
  private int addressBits = 2;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() {
    Io io = Objects.requireNonNull(main).io();
    ThirdGeneration kind = Machines74.named(machine);
    if (kind.relocation() != Relocation.BOUNDS) {
      throw new UserError(
          machine, "its R is no relocation-bounds register, and this VM map is for no other");
    }
    List<String> all = kind.operations().stream().map(Operation::mnemonic).toList();
    for (String operation : operations) {
      if (!all.contains(operation)) {
        throw new UserError(
            "--operation",
            "'%s' is none of %s: %s".formatted(operation, machine, String.join(", ", all)));
      }
    }
    Homomorphism check = Homomorphism.of(kind, sizes(), hybrid ? Method.HYBRID : Method.MONITOR);
    long started = System.nanoTime();
    Outcome outcome =
        check.check(
            operations.isEmpty() ? all : operations, operations.isEmpty(), new Progress(io));
    double seconds = (System.nanoTime() - started) / 1e9;
    if (json) {
      io.out().print(HomomorphismJson.document(machine, outcome, seconds));
    } else {
      print(io.out(), outcome, seconds);
    }
    io.out().flush();
    return outcome.holds() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Sizes sizes() {
    if (addressBits < 2 || addressBits > 3) {
      throw new UserError("--format", "an instance can have addresses of 2 or 3 bits");
    }
    return Sizes.behindTheControlProgram(new Format(addressBits, 0, 2 + 3 * addressBits));
  }

  private void print(PrintStream out, Outcome outcome, double seconds) {
    Sizes sizes = sizes();
    out.printf(
        "%s: a virtual machine of %d words in a real one of %d, of %d bits each%s%n%n",
        machine,
        sizes.virtualWords(),
        sizes.realWords(),
        sizes.format().wordBits(),
        hybrid ? ", under the hybrid monitor" : "");
    out.printf("  %-16s %16s %24s%n", "", "runs", "states they stand for");
    for (Finding finding : outcome.findings()) {
      out.printf(
          Locale.ROOT,
          "  %-16s %,16d %,24d  %s%n",
          finding.name(),
          finding.coverage().runs(),
          finding.coverage().states(),
          finding.holds() ? "f(i(S)) = e'(f(S))" : "they part");
    }
    out.printf(
        Locale.ROOT,
        "%n  %s, in %,d runs, %.1f s.%n",
        outcome.holds()
            ? "A homomorphism: both ways meet in every state"
            : "No homomorphism: there are states from which the two ways part",
        outcome.coverage().runs(),
        seconds);
    for (Finding finding : outcome.findings()) {
      if (finding.counterexample() != null) {
        out.printf("%n%s, the least state that parts them:%n%n", finding.name());
        finding.counterexample().story().forEach(out::println);
      }
    }
  }

  /** Says on the error stream how far a visit that takes long has come. */
  private static final class Progress implements DoubleConsumer {
    private final Io io;
    private final long started = System.nanoTime();
    private double said;

    Progress(Io io) {
      this.io = io;
    }

    @Override
    public synchronized void accept(double done) {
      boolean isLong = System.nanoTime() - started > 3_000_000_000L;
      if (isLong && done - said >= REPORTED && done < 1) {
        said = done;
        io.say("%.0f %% of the visits are done".formatted(100 * done));
      }
    }
  }
}

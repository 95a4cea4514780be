package trapeze.console.compare;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.directory.GuestLine;
import trapeze.console.directory.GuestSpec;

/**
 * A guest that setups are compared on.
 *
 * @param name what it is selected by
 * @param meaning what it does, for people
 * @param guest the guest, in the words of {@code trapeze run --guest}
 * @param exitCode that it ends with if all is well
 * @param longer the same guest with twice as many repetitions, if what is measured is the
 *     difference of the two: all around the repetitions is in both
 */
public record Workload(
    String name, String meaning, String guest, int exitCode, @Nullable String longer) {
  /** What the operations of {@code guest-programs/micro} are, each a workload of its own. */
  private static final List<List<String>> OPERATIONS =
      List.of(
          List.of("nothing", "the loop that is in all the others"),
          List.of("system-call", "ECALL from U, a short handler in S, SRET"),
          List.of("call", "a call and its return"),
          List.of("demand-page", "a store to a page that is not mapped, and is then"),
          List.of("protected-page", "a store to a page mapped for reading, and then for writing"),
          List.of("write-entry", "a page-table entry changed and fenced, its page not used"),
          List.of("remap", "the same, and a load from the page"),
          List.of("write-register", "a control register written that changes nothing: sscratch"),
          List.of("mask", "interrupts enabled and disabled"),
          List.of("switch", "another address space entered, and a load there"),
          List.of("read-device", "a byte read from a device"),
          List.of("write-device", "a byte written to a device"),
          List.of("divide", "a division by zero, which RISC-V does not trap"),
          List.of("illegal", "an illegal instruction in U, and its handler in S"),
          List.of("software", "an interrupt that S raises for itself"),
          List.of("timer", "a timer set through the SBI, and its interrupt"),
          List.of("external", "a device's interrupt, claimed and completed"),
          List.of("claim", "the same without the interrupt: claim and end of interrupt"),
          List.of("hypercall", "a call to the SBI"),
          List.of("own-ipi", "an interrupt to the same hart through the SBI"),
          List.of("wait", "the timer set, and WFI"));

  /** Whole guests. */
  public static final List<Workload> BUILT_IN =
      List.of(
          builtIn("compute", "integer work in M, no trap", "builtin:compute"),
          builtIn("sensitive", "every sensitive instruction in M, S and U", "builtin:sensitive"),
          builtIn("page-fault", "page faults taken, repaired and resumed", "builtin:page-fault"),
          builtIn("sprig", "a small operating system, its processes and files", "builtin:sprig"),
          new Workload(
              "sprig-sbi",
              "the same in S, the SBI served in Java, with a disk",
              "kernel=builtin:sprig-sbi,disk=builtin:sprig-disk",
              0,
              null),
          new Workload(
              "sprig-pv",
              "the same kernel, which asks the paravirtual design for what it would trap on",
              "kernel=builtin:sprig-pv,disk=builtin:sprig-disk",
              0,
              null),
          new Workload(
              "shootdown",
              "two harts: a page taken away from harts that use it",
              "firmware=builtin:shootdown,harts=2",
              0,
              null),
          builtIn("c-monitor+sprig", "sprig on a monitor in C", "builtin:c-monitor+sprig"),
          builtIn(
              "c-monitor+c-monitor+sprig",
              "the same on such a monitor",
              "builtin:c-monitor+c-monitor+sprig"));

  /** The micro-operations: each does one thing a thousand times, and only that is measured. */
  public static final List<Workload> MICRO =
      OPERATIONS.stream().map(each -> micro(each.getFirst(), each.getLast())).toList();

  /**
   * An interrupt to another hart, its answer and the wait for it: what one hart cannot do alone.
   */
  private static final Workload IPI =
      byDifference(
          "micro-ipi",
          "two harts: an interrupt to the other one through the SBI, and its answer",
          "firmware=builtin:micro,harts=2,append=op=ipi n=%d",
          1000);

  /** Loads on a small operating system, of which only the iterations are measured. */
  public static final List<Workload> LOADS =
      List.of(
          load("fork-exec", "fork, exec of another program, and wait", 100),
          load("pipe", "a number to another process through a pipe, and back", 100),
          load("compile", "a small source written, read, parsed, folded, put into an object", 10),
          load("database", "1000 operations on records under a B-tree in memory", 10),
          load("spawn", "a program started in a new address space, and waited for", 100),
          load("ball", "a number to another process through a file, and back", 100),
          load("build", "a source worked into an object by a program of its own", 100),
          load("table", "1000 operations on a hash table in memory", 100));

  /** All that need nothing but this program. */
  public static final List<Workload> ALL =
      Stream.of(BUILT_IN.stream(), LOADS.stream(), MICRO.stream(), Stream.of(IPI))
          .flatMap(each -> each)
          .toList();

  private static Workload micro(String operation, String meaning) {
    return repeated("micro-" + operation, meaning, "op=" + operation, 1000);
  }

  /**
   * A run of {@code guest-programs/micro} of which only the repetitions are measured.
   *
   * @param arguments of it but {@code n}
   * @param times how often the operation is done in what is measured
   */
  public static Workload repeated(String name, String meaning, String arguments, int times) {
    String guest = "firmware=builtin:micro,append=" + arguments + " n=%d";
    return byDifference(name, meaning, guest, times);
  }

  /**
   * A guest of which only the repetitions are measured.
   *
   * @param guest with {@code %d} in the place of the number of repetitions
   * @param times how often in what is measured
   */
  static Workload byDifference(String name, String meaning, String guest, int times) {
    return new Workload(name, meaning, guest.formatted(times), 0, guest.formatted(2 * times));
  }

  private static Workload load(String script, String meaning, int times) {
    String guest = "kernel=builtin:sprig-load,append=script=" + script + "-%d";
    return byDifference("load-" + script, meaning, guest, times);
  }

  private static Workload builtIn(String name, String meaning, String image) {
    return new Workload(name, meaning, "firmware=" + image, 0, null);
  }

  /** A workload that the user describes, in the words of {@code trapeze run --guest}. */
  public static Workload of(String line, int number) {
    GuestSpec spec = GuestLine.parse(line, number);
    return new Workload(spec.name(), "given on the command line", line, 0, null);
  }

  /** The guest's description. */
  public GuestSpec spec() {
    return GuestLine.parse(guest, 1);
  }

  /** What is run to measure it: the shorter run first, if there are two. */
  List<GuestSpec> runs() {
    return longer == null ? List.of(spec()) : List.of(spec(), GuestLine.parse(longer, 1));
  }
}

package trapeze.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.compare.Cell;
import trapeze.console.compare.DebianWorkloads;
import trapeze.console.compare.Names;
import trapeze.console.compare.Setup;
import trapeze.console.compare.Setups;
import trapeze.console.compare.Workload;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.shadow.Policy;

/** Options that say which cells of the matrix are run. */
final class MatrixOptions {
  private static final int DEEPEST = 4;
  private static final List<String> USUAL =
      List.of(
          "sprig",
          "sprig-pv",
          "sensitive",
          "page-fault",
          "load-fork-exec",
          "load-pipe",
          "load-compile",
          "load-database",
          "micro-*");

  @Option(
      names = {"--setup", "--design"},
      split = ",",
      paramLabel = "PATTERN",
      description = "only setups so named: a design with its knobs, or bare (all)")
  private List<String> setups = new ArrayList<>();

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "only workloads so named (sprig, sprig-pv, sensitive, page-fault, four of load-*,"
              + " micro-*)")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--guest",
      paramLabel = "KEY=VALUE,...",
      description = "a workload of your own, as 'trapeze run --guest' has it; several times")
  private List<String> guests = new ArrayList<>();

  @Option(
      names = "--debian",
      paramLabel = "FOLDER",
      description =
          "what scripts/fetch-debian has made: its boot is a workload too, debian-boot, and so are"
              + " the loads of scripts/debian-workloads, if that was there")
  private @Nullable Path debian;

  @Option(
      names = "--policy",
      split = ",",
      paramLabel = "flush|cached|ahead|write-protected",
      description = "policies of shadow page tables (all)")
  private List<Policy> policies = new ArrayList<>();

  @Option(
      names = "--paging",
      split = ",",
      paramLabel = "sv39|sv48|sv57",
      description = "widest address translations of machine and guests (sv57)")
  private List<BoardOptions.Paging> paging = new ArrayList<>();

  @Option(
      names = "--depth",
      split = ",",
      paramLabel = "NUMBER",
      description = "monitors one on the other (1)")
  private List<Integer> depths = new ArrayList<>();

  /** Workloads in turn, and for each of them all setups. */
  List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (Workload workload : workloads()) {
      for (Setup setup : setups()) {
        if (setup.carries(workload.spec().harts())) {
          cells.add(new Cell(workload, setup));
        }
      }
    }
    if (cells.isEmpty()) {
      throw new UserError("--setup", "none of these can have guests of so many harts");
    }
    return cells;
  }

  /** The setups that are chosen. */
  List<Setup> setups() {
    for (int depth : depths) {
      if (depth < 1 || depth > DEEPEST) {
        throw new UserError("--depth", "%d is not between 1 and %d".formatted(depth, DEEPEST));
      }
    }
    List<Setup> all =
        Setups.all(
            policies.isEmpty() ? List.of(Policy.values()) : distinct(policies),
            paging.isEmpty()
                ? List.of(AddressTranslation.SV57)
                : distinct(paging).stream().map(BoardOptions.Paging::mode).toList(),
            depths.isEmpty() ? List.of(1) : distinct(depths));
    return setups.isEmpty() ? all : Names.select("--setup", setups, all, Setup::name);
  }

  /** All workloads that can be chosen. */
  List<Workload> known() {
    List<Workload> all = new ArrayList<>(Workload.ALL);
    if (debian != null) {
      all.addAll(DebianWorkloads.in(debian));
    }
    all.addAll(own());
    return all;
  }

  private List<Workload> own() {
    List<Workload> own = new ArrayList<>();
    for (int i = 0; i < guests.size(); i++) {
      own.add(Workload.of(guests.get(i), i + 1));
    }
    return own;
  }

  /** The workloads that are chosen. */
  List<Workload> workloads() {
    if (workloads.isEmpty() && !guests.isEmpty()) {
      return own();
    }
    return Names.select(
        "--workload", workloads.isEmpty() ? USUAL : workloads, known(), Workload::name);
  }

  private static <T> List<T> distinct(List<T> values) {
    return values.stream().distinct().toList();
  }
}

package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Setup;
import trapeze.console.compare.Workload;
import trapeze.console.compare.page.BarPlot;

/** Software against hardware, operation by operation. */
final class SoftwareOrHardware implements Experiment {
  private static final String SOFTWARE = "patching";

  /** The paper's hardware had no second stage of translation; its monitor kept shadow tables. */
  private static final String HARDWARE = Setup.HARDWARE_SHADOW;

  /** Repetitions in what is measured of a micro-operation. */
  private static final double REPETITIONS = 1000;

  /** Which of the two was the cheaper one. */
  private enum Winner {
    SOFTWARE_WINS,
    HARDWARE_WINS
  }

  /**
   * A nanobenchmark.
   *
   * @param theirs its name in the paper
   * @param ours the operation that stands for it
   * @param remark how the two differ
   * @param otherwise why the order may be another here
   */
  private record Operation(
      String theirs, String ours, Winner winner, String remark, String otherwise) {}

  private static final String NEVER = "no reason is known";
  private static final String HANDLER =
      "patching leaves the entry into the handler and the return from it to traps, which VS takes"
          + " by itself";

  private static final List<Operation> OPERATIONS =
      List.of(
          new Operation(
              "syscall", "system-call", Winner.HARDWARE_WINS, "ECALL from U and SRET", NEVER),
          new Operation("in", "read-device", Winner.SOFTWARE_WINS, "a load from the UART", NEVER),
          new Operation(
              "cr8wr",
              "mask",
              Winner.SOFTWARE_WINS,
              "sstatus.SIE set and cleared",
              "VS has an interrupt enable of its own, which the paper's hardware had not"),
          new Operation(
              "callret",
              "call",
              Winner.HARDWARE_WINS,
              "JAL and RET",
              "patching leaves calls as they are, where a binary translator looks returns up"),
          new Operation(
              "pgfault", "demand-page", Winner.SOFTWARE_WINS, "with the guest's handler", HANDLER),
          new Operation(
              "divzero",
              "illegal",
              Winner.HARDWARE_WINS,
              "a division does not trap on RISC-V",
              NEVER),
          new Operation(
              "ptemod", "write-entry", Winner.SOFTWARE_WINS, "with its SFENCE.VMA", NEVER));

  @Override
  public String name() {
    return "adams-agesen-2006";
  }

  @Override
  public String title() {
    return "software against hardware virtualization, operation by operation";
  }

  @Override
  public String source() {
    return "K. Adams, O. Agesen: A Comparison of Software and Hardware Techniques for x86"
        + " Virtualization. ASPLOS 2006";
  }

  @Override
  public List<String> reported() {
    return List.of(
        "Seven nanobenchmarks, in cycles, on VMware's monitor with binary translation and on one"
            + " for the first generation of Intel's VT-x, both with shadow page tables.",
        "The abstract says that the hardware monitor often performs worse than the software one.",
        "Hardware was the cheaper one for syscall, callret and divzero, software for in, cr8wr,"
            + " pgfault and ptemod.",
        "That list is from knowledge of the paper, whose own text was not at hand: it was not"
            + " checked, and the paper's cycles are not repeated here for that reason.");
  }

  @Override
  public List<String> method() {
    return List.of(
        "Software stands for in-place patching, the design here that changes the guest's kernel as"
            + " binary translation did; hardware for the design in VS and VU over shadow tables.",
        "What is measured is the difference of 2000 and of 1000 times; cycles are those of the"
            + " model.",
        "Two-stage translation came later than the paper: the tables show it as the design"
            + " hardware, and no verdict is about it.");
  }

  @Override
  public Findings run(Laboratory laboratory) throws InterruptedException {
    Findings.Builder findings = new Findings.Builder();
    List<Setup> setups = laboratory.setups();
    List<List<String>> cycles = new ArrayList<>();
    List<List<String>> exits = new ArrayList<>();
    List<BarPlot.Group> groups = new ArrayList<>();
    for (Operation operation : OPERATIONS) {
      Workload workload = Laboratory.workload("micro-" + operation.ours());
      Map<Setup, CellResult> row = new LinkedHashMap<>();
      for (Setup setup : setups) {
        row.put(setup, laboratory.run(workload, setup));
      }
      String title = "%s (%s)".formatted(operation.theirs(), operation.ours());
      List<String> cycleCells = new ArrayList<>(List.of(title));
      List<String> exitCells = new ArrayList<>(List.of(title));
      List<BarPlot.Bar> bars = new ArrayList<>();
      row.forEach(
          (setup, result) -> {
            double each = laboratory.cycles(result.counts()) / REPETITIONS;
            cycleCells.add(Laboratory.tenths(each));
            exitCells.add(Laboratory.tenths(result.counts().total(Counts.EXITS) / REPETITIONS));
            bars.add(new BarPlot.Bar(setup.name(), Map.of("cycles", each)));
          });
      cycles.add(cycleCells);
      exits.add(exitCells);
      groups.add(new BarPlot.Group(title, bars));
      judge(laboratory, operation, row, findings);
    }
    List<String> head = new ArrayList<>(List.of(""));
    setups.forEach(setup -> head.add(setup.name()));
    findings.table("Cycles of the model for one operation", head, cycles);
    findings.table("Exits for one operation", head, exits);
    String unit = "cycles of the model for one operation";
    findings.plot(new BarPlot("Nanobenchmarks", unit, groups).svg());
    return findings.build();
  }

  private static void judge(
      Laboratory laboratory,
      Operation operation,
      Map<Setup, CellResult> row,
      Findings.Builder findings) {
    boolean software = operation.winner() == Winner.SOFTWARE_WINS;
    String claim =
        "%s (%s): %s is cheaper than %s"
            .formatted(
                operation.theirs(),
                operation.remark(),
                software ? "software" : "hardware",
                software ? "hardware" : "software");
    Optional<CellResult> ofSoftware = laboratory.setup(SOFTWARE).map(row::get);
    Optional<CellResult> ofHardware = laboratory.setup(HARDWARE).map(row::get);
    if (ofSoftware.isEmpty() || ofHardware.isEmpty()) {
      findings.notYet(claim, Laboratory.missing(ofSoftware.isEmpty() ? SOFTWARE : HARDWARE));
      return;
    }
    double softwareCycles = laboratory.cycles(ofSoftware.get().counts()) / REPETITIONS;
    double hardwareCycles = laboratory.cycles(ofHardware.get().counts()) / REPETITIONS;
    boolean holds = software ? softwareCycles < hardwareCycles : hardwareCycles < softwareCycles;
    findings.verdict(
        claim,
        holds,
        "%s cycles under %s with %s exits, %s under %s with %s%s"
            .formatted(
                Laboratory.tenths(softwareCycles),
                SOFTWARE,
                exits(ofSoftware.get()),
                Laboratory.tenths(hardwareCycles),
                HARDWARE,
                exits(ofHardware.get()),
                holds ? "" : ": " + operation.otherwise()));
  }

  private static String exits(CellResult result) {
    return Laboratory.tenths(result.counts().total(Counts.EXITS) / REPETITIONS);
  }
}

package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.console.compare.Bench;
import trapeze.console.compare.Cell;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Measurement;
import trapeze.console.compare.Rounds;
import trapeze.console.compare.Setup;
import trapeze.console.compare.Workload;
import trapeze.console.compare.model.CostModel;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.monitor.ExitListener;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** What experiments are carried out with: cells, kept in the same folder as the matrix's. */
public final class Laboratory {
  private final Bench bench;
  private final @Nullable Rounds rounds;
  private final int number;
  private final CostModel model;
  private final Rounds.Listener listener;
  private final List<CellResult> made = new ArrayList<>();

  /**
   * A laboratory.
   *
   * @param bench for what is not kept
   * @param rounds for what is
   * @param number of rounds of each cell
   */
  public Laboratory(
      Bench bench, Rounds rounds, int number, CostModel model, Rounds.Listener listener) {
    this.bench = bench;
    this.rounds = rounds;
    this.number = number;
    this.model = model;
    this.listener = listener;
  }

  /** One in which nothing is run: every cell counts nothing. */
  private Laboratory(Bench bench, CostModel model) {
    this.bench = bench;
    this.rounds = null;
    this.number = 1;
    this.model = model;
    this.listener = (_, _, _, _) -> {};
  }

  /**
   * How many cells experiments have, so that it can be said how far they have come.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public static int cells(List<Experiment> experiments, Bench bench, CostModel model)
      throws InterruptedException {
    Laboratory nothing = new Laboratory(bench, model);
    for (Experiment experiment : experiments) {
      experiment.run(nothing);
    }
    return (int) nothing.made().stream().map(CellResult::name).distinct().count();
  }

  /** The bare machine. */
  Setup bare() {
    return Setup.bare(AddressTranslation.SV57);
  }

  /** A design with cached shadow contexts, if it is in. */
  Optional<Setup> setup(String design) {
    return Designs.named(design)
        .map(each -> new Setup(each.title(), Policy.CACHED, AddressTranslation.SV57, 1));
  }

  /** The bare machine and all designs that are in. */
  List<Setup> setups() {
    List<Setup> all = new ArrayList<>(List.of(bare()));
    Designs.all().forEach(design -> setup(design.title()).ifPresent(all::add));
    return all;
  }

  /** What is said of a design that is not. */
  static String missing(String design) {
    return "design %s is not among the setups".formatted(design);
  }

  /** A workload of this program. */
  static Workload workload(String name) {
    return Workload.ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** Runs a cell, or finds it in the folder. */
  CellResult run(Workload workload, Setup setup) throws InterruptedException {
    Cell cell = new Cell(workload, setup);
    CellResult result =
        rounds == null ? nothing(cell) : rounds.run(List.of(cell), number, listener).getFirst();
    made.add(result);
    return result;
  }

  /** Runs a cell and shows each exit of the real hart; nothing of it is kept. */
  void watch(Workload workload, Setup setup, ExitListener watcher) throws InterruptedException {
    if (rounds != null) {
      bench.run(new Cell(workload, setup), watcher);
    }
  }

  private static CellResult nothing(Cell cell) {
    return CellResult.of(
        cell, "", new Measurement(new Counts.Builder().build(), "was not run", true, 0, 0));
  }

  /** Cells of all experiments so far. */
  public List<CellResult> made() {
    return List.copyOf(made);
  }

  /** What the counts cost. */
  double cycles(Counts counts) {
    return model.cycles(counts);
  }

  /** A whole number with commas. */
  static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** A whole number with commas. */
  static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number with one digit behind the point. */
  static String tenths(double value) {
    return String.format(Locale.ROOT, "%,.1f", value);
  }
}

package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trapeze.console.compare.page.Table;

/** What the engine is to reach, beside what was found. */
final class Targets {
  private static final double MICRO = 1e3;
  private static final int PAGES = 8;

  private final Results results;
  private final List<List<String>> rows = new ArrayList<>();

  private Targets(Results results) {
    this.results = results;
  }

  /** A row for each target that the results say something about. */
  static Table table(Results results) {
    Targets targets = new Targets(results);
    targets.speed("integers, virtual / QEMU", Kernel.Group.INTEGER, Platform.QEMU, 1.5);
    targets.speed("doubles, virtual / QEMU", Kernel.Group.DOUBLE, Platform.QEMU, 2);
    targets.speed("integers, virtual / bare", Kernel.Group.INTEGER, Platform.BARE, 0.97);
    targets.speed("doubles, virtual / bare", Kernel.Group.DOUBLE, Platform.BARE, 0.97);
    targets.throughput(1.9);
    targets.cost("emulated CSR access", targets.extra("csr"), 0.1);
    targets.cost("reflected call and the SRET after it", targets.call(), 0.2);
    targets.cost("device access", targets.extra("device"), 0.3);
    targets.cost("shadow fill", targets.fill(), 0.5);
    targets.cost("world switch between guests", targets.worldSwitch(), 1);
    return new Table(List.of("what", "target", "found", "reached"), targets.rows);
  }

  private void speed(String what, Kernel.Group group, String other, double wanted) {
    results
        .speed(group, Platform.VIRTUAL, other)
        .ifPresent(
            found ->
                rows.add(
                    List.of(
                        what,
                        "at least " + Report.number(wanted),
                        Report.number(found),
                        found >= wanted ? "yes" : "no")));
  }

  /** How many times the work two guests on two harts do in the same time as one does alone. */
  private void throughput(double wanted) {
    List<Double> found =
        results.kernels().stream()
            .filter(kernel -> kernel.group() == Kernel.Group.INTEGER)
            .flatMap(kernel -> throughput(kernel).stream())
            .toList();
    if (!found.isEmpty()) {
      double mean = Series.geometricMean(found);
      rows.add(
          List.of(
              "integers, two guests on two harts / one, by the clock",
              "at least " + Report.number(wanted),
              Report.number(mean),
              mean >= wanted ? "yes" : "no"));
    }
  }

  private Optional<Double> throughput(Kernel kernel) {
    return results
        .cell(kernel.name(), Platform.VIRTUAL)
        .flatMap(Timed::elapsed)
        .flatMap(
            one ->
                results
                    .cell(kernel.name(), Platform.HARTS)
                    .flatMap(Timed::elapsed)
                    .map(two -> one.dividedBy(two).median()));
  }

  private void cost(String what, Optional<Double> nanoseconds, double microseconds) {
    nanoseconds.ifPresent(
        found ->
            rows.add(
                List.of(
                    what,
                    "at most %s µs".formatted(Report.number(microseconds)),
                    "%s µs".formatted(Report.number(found / MICRO)),
                    found <= microseconds * MICRO ? "yes" : "no")));
  }

  /** What an operation takes in the virtual machine beyond what it takes on the bare one. */
  private Optional<Double> extra(String kernel) {
    return results
        .times(kernel, Platform.VIRTUAL)
        .flatMap(
            virtual ->
                results
                    .times(kernel, Platform.BARE)
                    .map(bare -> Math.max(0, virtual.median() - bare.median())));
  }

  /** Two accesses to {@code sepc} are in the handler. */
  private Optional<Double> call() {
    return extra("user-call").flatMap(call -> extra("csr").map(csr -> positive(call - 2 * csr)));
  }

  /** The fence is an exit as an access to a control register is one. */
  private Optional<Double> fill() {
    return extra("fence").flatMap(fence -> extra("csr").map(csr -> positive(fence - csr) / PAGES));
  }

  /**
   * What short turns cost beyond long ones, a turn: the scheduler, one guest left and the other
   * entered, and the engine's start and end. By the kernel whose mean is the least, for its work is
   * the least disturbed.
   */
  private Optional<Double> worldSwitch() {
    return results.kernels().stream()
        .filter(kernel -> kernel.group() == Kernel.Group.INTEGER)
        .flatMap(kernel -> worldSwitch(kernel).stream())
        .min(Double::compare);
  }

  private Optional<Double> worldSwitch(Kernel kernel) {
    return results
        .cell(kernel.name(), Platform.TURNS)
        .filter(cell -> cell.times().isPresent() && cell.instructions() > 0)
        .flatMap(
            turns ->
                results
                    .times(kernel.name(), Platform.TWO)
                    .map(
                        two ->
                            (turns.times().orElseThrow().median() - two.median())
                                * turns.operations()
                                / (turns.instructions() / Platform.SHORT_SLICE)));
  }

  private static double positive(double value) {
    return Math.max(0, value);
  }
}

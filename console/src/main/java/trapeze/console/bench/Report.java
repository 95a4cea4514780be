package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import trapeze.console.compare.page.Table;

/** The results as tables. */
final class Report {
  private static final double MICRO = 1e3;
  private static final double MILLI = 1e6;

  private final Results all;
  private final Results results;

  Report(Results results) {
    this.all = results;
    this.results = results.whole();
  }

  /** A table with what it shows. */
  record Titled(String title, Table table) {}

  /** All tables that the results are enough for. */
  List<Titled> tables() {
    List<Titled> tables = new ArrayList<>();
    tables.add(new Titled("CPU time of an operation: median (least to greatest)", times()));
    if (results.cells().stream().anyMatch(cell -> results.mips(cell).isPresent())) {
      tables.add(new Titled("Guest MIPS: instructions of the guest by CPU time", mips()));
    }
    for (String base : Platform.BASES) {
      if (results.has(base) && results.platforms().size() > 1) {
        tables.add(
            new Titled(
                "Speed, %s = 1: median of the rounds' ratios (least to greatest)".formatted(base),
                speeds(base)));
      }
    }
    tables.addAll(Ablations.tables(all, results.platforms()));
    Table targets = Targets.table(results);
    if (!targets.rows().isEmpty()) {
      tables.add(new Titled("Targets", targets));
    }
    return tables;
  }

  /** For a terminal. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Titled each : tables()) {
      lines.add(each.title());
      lines.addAll(each.table().lines());
      lines.add("");
    }
    lines.add(results.host().toString());
    return lines;
  }

  private Table times() {
    List<String> head = head("operation");
    List<List<String>> rows = new ArrayList<>();
    for (Kernel kernel : results.kernels()) {
      List<String> row = new ArrayList<>(List.of(kernel.name(), kernel.operation()));
      for (Platform platform : results.platforms()) {
        row.add(results.cell(kernel.name(), platform.name()).map(Report::time).orElse("-"));
      }
      rows.add(row);
    }
    return new Table(head, rows);
  }

  private Table mips() {
    List<List<String>> rows = new ArrayList<>();
    for (Kernel kernel : results.kernels()) {
      List<String> row = new ArrayList<>(List.of(kernel.name()));
      for (Platform platform : results.platforms()) {
        row.add(
            results
                .cell(kernel.name(), platform.name())
                .flatMap(results::mips)
                .map(Report::number)
                .orElse("-"));
      }
      rows.add(row);
    }
    return new Table(head(), rows);
  }

  private Table speeds(String base) {
    List<List<String>> rows = new ArrayList<>();
    for (Kernel kernel : results.kernels()) {
      List<String> row = new ArrayList<>(List.of(kernel.name()));
      for (Platform platform : results.platforms()) {
        row.add(ratio(results.speed(kernel.name(), platform.name(), base)));
      }
      rows.add(row);
    }
    for (Kernel.Group group : Kernel.Group.values()) {
      if (results.kernels().stream().filter(each -> each.group() == group).count() < 2) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of("geometric mean, " + group.title()));
      for (Platform platform : results.platforms()) {
        row.add(results.speed(group, platform.name(), base).map(Report::number).orElse("-"));
      }
      rows.add(row);
    }
    return new Table(head(), rows);
  }

  private List<String> head(String... more) {
    List<String> head = new ArrayList<>(List.of("kernel"));
    head.addAll(List.of(more));
    results.platforms().forEach(platform -> head.add(platform.name()));
    return head;
  }

  private static String time(Timed cell) {
    String without = cell.problem().isPresent() ? "failed" : "-";
    return cell.times().map(Report::spread).orElse(without);
  }

  private static String spread(Series times) {
    String median = time(times.median());
    return times.values().size() == 1
        ? median
        : "%s (%s to %s)".formatted(median, time(times.least()), time(times.greatest()));
  }

  /** A ratio with its spread, or a dash. */
  static String ratio(Optional<Series> ratio) {
    return ratio
        .map(
            found ->
                found.values().size() == 1
                    ? number(found.median())
                    : "%s (%s to %s)"
                        .formatted(
                            number(found.median()),
                            number(found.least()),
                            number(found.greatest())))
        .orElse("-");
  }

  /** Three digits. */
  static String number(double value) {
    String pattern = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, pattern, value);
  }

  /** Nanoseconds in a unit that fits. */
  static String time(double nanoseconds) {
    if (nanoseconds >= MILLI) {
      return number(nanoseconds / MILLI) + " ms";
    }
    if (nanoseconds >= MICRO) {
      return number(nanoseconds / MICRO) + " µs";
    }
    return number(nanoseconds) + " ns";
  }
}

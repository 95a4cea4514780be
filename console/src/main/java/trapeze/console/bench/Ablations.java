package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trapeze.console.compare.page.Table;
import trapeze.machine.engine.Optimisation;

/** What platforms lose by each optimisation that is left out of them. */
final class Ablations {
  private Ablations() {}

  /** A table for each platform that something was left out of, and one that says what that was. */
  static List<Report.Titled> tables(Results results, List<Platform> platforms) {
    List<Report.Titled> tables = new ArrayList<>();
    for (Platform platform : platforms) {
      Table table = table(results, platform);
      if (!table.rows().isEmpty()) {
        String title =
            "Left out of %s: times without it by times with it".formatted(platform.name());
        tables.add(new Report.Titled(title, table));
      }
    }
    if (!tables.isEmpty()) {
      List<List<String>> meanings =
          results.ablated().stream().map(each -> List.of(each.toString(), each.meaning())).toList();
      tables.add(new Report.Titled("Optimisations", new Table(List.of("name", "what"), meanings)));
    }
    return tables;
  }

  private static Table table(Results results, Platform platform) {
    List<String> head = new ArrayList<>(List.of("left out"));
    results.kernels().forEach(kernel -> head.add(kernel.name()));
    head.add("geometric mean");
    List<List<String>> rows = new ArrayList<>();
    for (Optimisation optimisation : results.ablated()) {
      String without = platform.ablatedName(optimisation);
      if (results.has(without)) {
        List<String> row = new ArrayList<>(List.of(optimisation.toString()));
        List<Double> medians = new ArrayList<>();
        for (Kernel kernel : results.kernels()) {
          Optional<Series> lost = results.speed(kernel.name(), platform.name(), without);
          lost.ifPresent(found -> medians.add(found.median()));
          row.add(Report.ratio(lost));
        }
        row.add(medians.isEmpty() ? "-" : Report.number(Series.geometricMean(medians)));
        rows.add(row);
      }
    }
    return new Table(head, rows);
  }
}

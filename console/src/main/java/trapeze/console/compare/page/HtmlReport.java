package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Setup;
import trapeze.console.compare.model.Sensitivity;

/** A comparison as one HTML page that needs nothing else: style, tables and plots are in it. */
public final class HtmlReport {
  private static final int MOST_DETAILS = 40;
  private static final int MOST_SWINGS = 6;

  private HtmlReport() {}

  /** The page, which is well-formed XML too. */
  public static String document(Comparison comparison) {
    StringBuilder body = new StringBuilder("<h1>Designs of monitors, compared</h1>\n");
    body.append(Fragment.problems(comparison.problems()));
    body.append("<p>Counts are exact: each round of each cell gave the same, or it is said above.");
    body.append(" Cycles are those of the declared cost model below, not of any hardware.");
    body.append(" ").append(Escape.of(comparison.words())).append("</p>\n");
    body.append(Fragment.command(comparison.command()));
    body.append("<h2>In short</h2>\n").append(CountTable.summary(comparison).html());
    body.append("<h2>Exits</h2>\n");
    body.append(
        plot(
            comparison,
            "Exits by cause",
            "exits per 1000 guest instructions",
            HtmlReport::exitsPerThousand));
    body.append("<h2>Cycles of the model</h2>\n");
    body.append(
        plot(
            comparison,
            "Cycles by what they are spent on",
            "cycles of the model per guest instruction",
            result -> cyclesPerInstruction(comparison, result)));
    body.append("<h2>What hangs on which cost</h2>\n");
    Table orders = TextReport.sensitivity(comparison);
    body.append(Fragment.paragraph(TextReport.sensitivityWords(orders.rows().isEmpty())));
    if (!orders.rows().isEmpty()) {
      body.append(orders.htmlOfWords());
    }
    body.append("<details><summary>How far each cell's cycles move with each cost</summary>\n");
    body.append(swings(comparison).html()).append("</details>\n");
    body.append("<h2>Times</h2>\n");
    body.append(
        plot(
            comparison,
            "Least time of all rounds",
            "milliseconds of CPU time",
            result -> single("time", result.leastNanoseconds() / 1e6)));
    body.append("<h2>All counts</h2>\n");
    comparison
        .byWorkload()
        .forEach(
            (workload, row) ->
                body.append("<details><summary>")
                    .append(Escape.of(workload))
                    .append("</summary>\n")
                    .append(CountTable.of(row, comparison.model(), MOST_DETAILS).html())
                    .append("</details>\n"));
    body.append("<h2>The cost model</h2>\n").append(costs(comparison).html());
    return Fragment.page("Designs of monitors, compared", body.toString());
  }

  private static String plot(
      Comparison comparison,
      String title,
      String unit,
      Function<CellResult, Map<String, Double>> parts) {
    List<BarPlot.Group> groups = new ArrayList<>();
    comparison
        .byWorkload()
        .forEach(
            (workload, row) ->
                groups.add(
                    new BarPlot.Group(
                        workload,
                        row.values().stream()
                            .map(result -> new BarPlot.Bar(result.setup(), parts.apply(result)))
                            .toList())));
    return Fragment.figure(new BarPlot(title, unit, groups, Counts.DIRECT).svg());
  }

  private static Map<String, Double> exitsPerThousand(CellResult result) {
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    long instructions = Math.max(1, result.counts().get(Counts.GUEST_INSTRUCTIONS));
    result
        .counts()
        .details(Counts.EXITS)
        .forEach((cause, count) -> parts.put(cause, 1000.0 * count / instructions));
    return parts;
  }

  private static Map<String, Double> cyclesPerInstruction(
      Comparison comparison, CellResult result) {
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    long instructions = Math.max(1, result.counts().get(Counts.GUEST_INSTRUCTIONS));
    comparison
        .model()
        .contributions(result.counts())
        .forEach((parameter, cycles) -> parts.put(parameter, cycles / instructions));
    return parts;
  }

  private static Map<String, Double> single(String name, double value) {
    return Map.of(name, value);
  }

  private static Table swings(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (CellResult result : comparison.results()) {
      if (!result.setup().equals(Setup.BARE)) {
        for (Sensitivity.Swing swing :
            Sensitivity.swings(comparison.model(), result.counts()).stream()
                .limit(MOST_SWINGS)
                .toList()) {
          rows.add(
              List.of(
                  result.name(), swing.parameter(), times(swing.halved()), times(swing.doubled())));
        }
      }
    }
    return new Table(List.of("cell", "cost", "all cycles with half of it", "with twice it"), rows);
  }

  private static Table costs(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    comparison.model().costs().forEach((name, cost) -> rows.add(List.of(name, Axis.number(cost))));
    return new Table(List.of("count", "cycles each"), rows);
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, "× %.3f", value);
  }
}

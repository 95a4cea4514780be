package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.Counts;
import trapeze.console.compare.model.Sensitivity;

/** A comparison as lines for a terminal. */
public final class TextReport {
  private static final int MOST_DETAILS = 6;
  private static final int MOST_CHANGES = 3;

  private TextReport() {}

  /** The lines. */
  public static List<String> lines(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    comparison
        .byWorkload()
        .forEach(
            (workload, row) -> {
              lines.add(workload);
              lines.addAll(CountTable.of(row, comparison.model(), MOST_DETAILS).lines());
              lines.add("");
            });
    lines.addAll(CountTable.summary(comparison).lines());
    lines.add("");
    lines.add(comparison.words());
    lines.add("");
    Table orders = sensitivity(comparison);
    lines.add(sensitivityWords(orders.rows().isEmpty()));
    if (!orders.rows().isEmpty()) {
      lines.addAll(orders.lines());
    }
    return lines;
  }

  /** Which orders of setups hang on a cost: a row for each pair that changes places. */
  static Table sensitivity(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    for (String workload : comparison.byWorkload().sequencedKeySet()) {
      Map<String, Counts> counts = comparison.counts(workload);
      Map<List<String>, List<Sensitivity.Flip>> pairs = new LinkedHashMap<>();
      for (Sensitivity.Flip flip : Sensitivity.flips(comparison.model(), counts)) {
        pairs
            .computeIfAbsent(List.of(flip.faster(), flip.slower()), _ -> new ArrayList<>())
            .add(flip);
      }
      pairs.forEach(
          (pair, flips) -> {
            double cheap = cycles(comparison, counts, pair.getFirst());
            double dear = cycles(comparison, counts, pair.getLast());
            rows.add(
                List.of(
                    workload,
                    pair.getFirst(),
                    pair.getLast(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * (dear / cheap - 1)),
                    changes(flips)));
          });
    }
    return new Table(
        List.of("workload", "cheaper", "dearer", "by", "changes places if a cost is"), rows);
  }

  private static double cycles(Comparison comparison, Map<String, Counts> counts, String setup) {
    return comparison.model().cycles(Objects.requireNonNull(counts.get(setup)));
  }

  /** What is said above that table, or in its place. */
  static String sensitivityWords(boolean none) {
    return none
        ? "No order of setups changes when any one cost is halved or doubled."
        : "Orders that change before one cost is halved or doubled, and at what factor; all others"
            + " are decided by the counts.";
  }

  /** The nearest ones. */
  private static String changes(List<Sensitivity.Flip> flips) {
    String nearest =
        flips.stream()
            .sorted(Comparator.comparingDouble(flip -> distance(flip.factor())))
            .limit(MOST_CHANGES)
            .map(TextReport::change)
            .collect(Collectors.joining(", "));
    int others = flips.size() - MOST_CHANGES;
    return others > 0 ? "%s and %d more".formatted(nearest, others) : nearest;
  }

  private static double distance(double factor) {
    return Math.abs(Math.log(factor));
  }

  private static String change(Sensitivity.Flip flip) {
    return String.format(Locale.ROOT, "%s × %.2f", flip.parameter(), flip.factor());
  }
}

package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.model.Sensitivity;

/** A comparison as lines for a terminal. */
public final class TextReport {
  private static final int MOST_DETAILS = 6;

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
    lines.addAll(sensitivity(comparison));
    return lines;
  }

  /** Which orderings of setups hang on a cost, a sentence each. */
  static List<String> sensitivity(Comparison comparison) {
    Set<String> lines = new LinkedHashSet<>();
    for (String workload : comparison.byWorkload().sequencedKeySet()) {
      for (Sensitivity.Flip flip :
          Sensitivity.flips(comparison.model(), comparison.counts(workload))) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%s: with %s × %s, %s costs less than %s",
                workload,
                flip.parameter(),
                flip.factor() < 1 ? "½" : "2",
                flip.slower(),
                flip.faster()));
      }
    }
    if (lines.isEmpty()) {
      lines.add("No order of setups changes when any one cost is halved or doubled.");
    }
    return List.copyOf(lines);
  }
}

package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Setup;
import trapeze.console.compare.model.CostModel;

/** One workload's results: a column a setup; exact counts, then cycles of the model, then times. */
public final class CountTable {
  /** Groups whose sum has a row, with its title; their details follow it. */
  private static final List<List<String>> GROUPS =
      List.of(
          List.of(Counts.TRAPS, "traps delivered by hardware"),
          List.of(Counts.EXITS, "exits"),
          List.of(Counts.EMULATED, "emulated"),
          List.of(Counts.REFLECTED, "reflected"));

  private static final List<List<String>> SINGLE =
      List.of(
          List.of(Counts.SURPLUS, "monitor's own instructions"),
          List.of(Counts.INJECTED, "interrupts given"),
          List.of(Counts.INTERPRETED, "interpreted"),
          List.of(Counts.DEVICE, "device accesses"),
          List.of(Counts.SHADOW + ".fills", "shadow entries filled"),
          List.of(Counts.SHADOW + ".fences", "shadow fences"),
          List.of(Counts.SHADOW + ".flushes", "shadow flushes"),
          List.of(Counts.SWITCHES + ".entries", "entries into the guest"),
          List.of(Counts.HARDWARE + ".control register", "control registers written"),
          List.of(Counts.HARDWARE + ".memory read", "memory words read"),
          List.of(Counts.HARDWARE + ".memory write", "memory words written"),
          List.of(Counts.HARDWARE + ".fence", "real fences"));

  private final Collection<CellResult> results;
  private final List<List<String>> rows = new ArrayList<>();

  private CountTable(Collection<CellResult> results) {
    this.results = results;
  }

  /**
   * The table of one workload.
   *
   * @param most details of a group that are shown, the largest first
   */
  public static Table of(SequencedMap<String, CellResult> results, CostModel model, int most) {
    CountTable table = new CountTable(results.sequencedValues());
    table.row("end", result -> result.good() ? "as it should" : "NOT as it should");
    table.count("guest instructions", Counts.GUEST_INSTRUCTIONS);
    table.row("executed directly", CountTable::directShare);
    for (List<String> group : GROUPS) {
      table.group(group.getFirst(), group.getLast(), most);
      if (group.getFirst().equals(Counts.EXITS)) {
        table.row(
            "exits per 1000 instructions",
            result -> decimal(result.counts().perThousand(Counts.EXITS)));
      }
    }
    SINGLE.forEach(each -> table.count(each.getLast(), each.getFirst()));
    table.group(Counts.SWITCH_WORDS, "world-switch words", most);
    table.group(Counts.WALKS, "", Integer.MAX_VALUE);
    CellResult bare = results.get(Setup.BARE);
    table.row("cycles of the model", result -> whole(model.cycles(result.counts())));
    if (bare != null) {
      double base = model.cycles(bare.counts());
      table.row("  times the bare machine", result -> times(model.cycles(result.counts()) / base));
    }
    table.row("least time", result -> milliseconds(result.leastNanoseconds()));
    table.row("  median", result -> milliseconds(result.medianNanoseconds()));
    if (bare != null) {
      double base = bare.leastNanoseconds();
      table.row(
          "  times the bare machine",
          result ->
              base > 0 && result.leastNanoseconds() > 0
                  ? times(result.leastNanoseconds() / base)
                  : "-");
    }
    table.row("  rounds", result -> whole(result.rounds()));
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(results.sequencedKeySet());
    return new Table(head, table.rows);
  }

  /** For each workload, the cycles of the model over those of the bare machine. */
  public static Table summary(Comparison comparison) {
    List<String> setups = comparison.results().stream().map(CellResult::setup).distinct().toList();
    List<String> head = new ArrayList<>(List.of("cycles of the model / bare"));
    head.addAll(setups);
    List<List<String>> rows = new ArrayList<>();
    comparison
        .byWorkload()
        .forEach(
            (workload, row) -> {
              CellResult bare = row.get(Setup.BARE);
              List<String> cells = new ArrayList<>(List.of(workload));
              for (String setup : setups) {
                CellResult result = row.get(setup);
                cells.add(
                    bare == null || result == null
                        ? "-"
                        : times(
                            comparison.model().cycles(result.counts())
                                / comparison.model().cycles(bare.counts())));
              }
              rows.add(cells);
            });
    return new Table(head, rows);
  }

  private void row(String title, Function<CellResult, String> value) {
    List<String> row = new ArrayList<>(List.of(title));
    results.forEach(result -> row.add(value.apply(result)));
    rows.add(row);
  }

  private void count(String title, String name) {
    if (results.stream().anyMatch(result -> result.counts().get(name) != 0)) {
      row(title, result -> whole(result.counts().get(name)));
    }
  }

  private void group(String group, String title, int most) {
    TreeMap<String, Long> sums = new TreeMap<>();
    for (CellResult result : results) {
      result.counts().details(group).forEach((name, count) -> sums.merge(name, count, Long::sum));
    }
    if (sums.isEmpty()) {
      return;
    }
    if (!title.isEmpty()) {
      row(title, result -> whole(result.counts().total(group)));
    }
    sums.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(
            entry ->
                row(
                    title.isEmpty() ? group + ": " + entry.getKey() : "  " + entry.getKey(),
                    result -> whole(result.counts().get(group + "." + entry.getKey()))));
    if (sums.size() > most) {
      rows.add(others(sums.size() - most));
    }
  }

  private List<String> others(int number) {
    List<String> row = new ArrayList<>(List.of("  and %d other kinds".formatted(number)));
    results.forEach(_ -> row.add(""));
    return row;
  }

  private static String directShare(CellResult result) {
    long all = result.counts().get(Counts.GUEST_INSTRUCTIONS);
    long direct = result.counts().get(Counts.DIRECT);
    return all == 0 ? "-" : String.format(Locale.ROOT, "%.3f %%", 100.0 * direct / all);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, "%.3f ×", value);
  }

  private static String milliseconds(long nanoseconds) {
    return nanoseconds > 0 ? String.format(Locale.ROOT, "%.1f ms", nanoseconds / 1e6) : "-";
  }
}

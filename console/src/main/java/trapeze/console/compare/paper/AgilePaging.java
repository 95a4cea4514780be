package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Setup;
import trapeze.console.compare.Workload;
import trapeze.console.compare.page.LinePlot;
import trapeze.machine.engine.Optimisation;

/** Shadow or nested page tables, by the rate of table updates and of TLB misses. */
final class AgilePaging implements Experiment {
  private static final String SOFTWARE = "trap-emulate";
  private static final String SHADOW = "hardware+shadow";
  private static final String NESTED = "hardware";
  private static final int ROUNDS = 20;

  /**
   * Pages loaded from in a round: within the reach of the TLB here, and far beyond it, unless it
   * grows.
   */
  private static final List<Integer> PAGES = List.of(64, 2048);

  /** Pages that a table of translations has room for if it does not grow. */
  private static final int FIXED_REACH = 512;

  /** Entries changed in a round, for each 64 pages loaded from. */
  private static final List<Integer> UPDATES = List.of(0, 1, 4, 16);

  @Override
  public String name() {
    return "agile-paging-2016";
  }

  @Override
  public String title() {
    return "where shadow and nested page tables change places";
  }

  @Override
  public String source() {
    return "J. Gandhi, M. D. Hill, M. M. Swift: Agile Paging: Exceeding the Best of Nested and"
        + " Shadow Paging. ISCA 2016";
  }

  @Override
  public List<String> reported() {
    return List.of(
        "Nested paging makes a TLB miss slower than on the bare machine and page-table updates"
            + " fast; shadow paging restores the native miss and makes updates costly (checked"
            + " against the abstract).",
        "Agile paging, which changes from one to the other inside a walk, is reported more than"
            + " 12 % better than the best of both and within 4 % of native (the same).");
  }

  @Override
  public List<String> method() {
    return List.of(
        "A guest loads from P pages in a round, then changes R of their entries with a fence each;"
            + " cycles of the cost model are given for one load.",
        "Shadow and nested tables are compared on the same hardware, with the hypervisor extension;"
            + " beside them stands the design without it.",
        "Agile paging needs hardware that does not exist: only the two that it combines are"
            + " compared.");
  }

  @Override
  public Findings run(Laboratory laboratory) throws InterruptedException {
    Findings.Builder findings = new Findings.Builder();
    Map<String, Setup> setups = new LinkedHashMap<>(Map.of("bare", laboratory.bare()));
    laboratory
        .setup(SOFTWARE)
        .ifPresent(setup -> setups.put("all in U (%s)".formatted(SOFTWARE), setup));
    laboratory.setup(SHADOW).ifPresent(setup -> setups.put("shadow (%s)".formatted(SHADOW), setup));
    laboratory.setup(NESTED).ifPresent(setup -> setups.put("nested (%s)".formatted(NESTED), setup));
    List<List<String>> rows = new ArrayList<>();
    for (int pages : PAGES) {
      SequencedMap<String, SequencedMap<Double, Double>> lines = new LinkedHashMap<>();
      for (int updates : UPDATES) {
        int remaps = updates * pages / 64;
        List<String> row =
            new ArrayList<>(List.of("%d pages, %d updates".formatted(pages, remaps)));
        for (Map.Entry<String, Setup> setup : setups.entrySet()) {
          CellResult result = laboratory.run(sweep(pages, remaps), setup.getValue());
          double loads = (double) ROUNDS * pages;
          double each = laboratory.cycles(result.counts()) / loads;
          row.add(Laboratory.tenths(each));
          row.add(Laboratory.tenths(1000 * result.counts().get(Counts.WALKS + ".count") / loads));
          lines.computeIfAbsent(setup.getKey(), _ -> new TreeMap<>()).put((double) remaps, each);
        }
        rows.add(row);
      }
      findings.plot(
          new LinePlot(
                  "%d pages loaded from in a round".formatted(pages),
                  "page-table entries changed in a round",
                  "cycles of the model for one load",
                  lines)
              .svg());
      judge(laboratory, pages, lines, findings);
    }
    List<String> head = new ArrayList<>(List.of("a round"));
    setups.keySet().forEach(name -> head.addAll(List.of(name, "walks / 1000 loads")));
    findings.table("Cycles of the model for one load", head, rows);
    return findings.build();
  }

  private static void judge(
      Laboratory laboratory,
      int pages,
      SequencedMap<String, SequencedMap<Double, Double>> lines,
      Findings.Builder findings) {
    String claim =
        "%d pages: without updates shadow tables cost less, with many nested ones do"
            .formatted(pages);
    if (laboratory.setup(NESTED).isEmpty()) {
      findings.notYet(claim, Laboratory.missing(NESTED));
      return;
    }
    if (pages > FIXED_REACH && Optimisation.GROWING_TABLES.isOn()) {
      findings.notYet(
          claim,
          "what stands for a TLB grows until nothing is missed; --without %s keeps it at %d pages"
              .formatted(Optimisation.GROWING_TABLES, FIXED_REACH));
      return;
    }
    SequencedMap<Double, Double> shadow = line(lines, "shadow");
    SequencedMap<Double, Double> nested = line(lines, "nested");
    double most = shadow.lastEntry().getKey();
    boolean shadowFirst = value(shadow, 0) < value(nested, 0);
    boolean nestedLast = value(nested, most) < value(shadow, most);
    Optional<Double> crossing =
        shadow.keySet().stream()
            .filter(updates -> value(nested, updates) < value(shadow, updates))
            .findFirst();
    findings.verdict(
        claim,
        shadowFirst && nestedLast,
        "for one load, shadow %s and nested %s without updates, %s and %s with the most; %s"
                .formatted(
                    Laboratory.tenths(value(shadow, 0)),
                    Laboratory.tenths(value(nested, 0)),
                    Laboratory.tenths(value(shadow, most)),
                    Laboratory.tenths(value(nested, most)),
                    crossing
                        .map(
                            at ->
                                "nested is first cheaper at %s a round"
                                    .formatted(Laboratory.whole(at)))
                        .orElse("nested is never cheaper"))
            + (value(shadow, 0) == value(nested, 0)
                ? "; so few pages are never missed, and a longer walk costs nothing"
                : ""));
  }

  private static SequencedMap<Double, Double> line(
      SequencedMap<String, SequencedMap<Double, Double>> lines, String kind) {
    return lines.entrySet().stream()
        .filter(line -> line.getKey().startsWith(kind))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static double value(SequencedMap<Double, Double> line, double at) {
    return line.getOrDefault(at, 0.0);
  }

  private static Workload sweep(int pages, int remaps) {
    return Workload.repeated(
        "sweep-p%d-r%d".formatted(pages, remaps),
        "loads from %d pages, %d entries changed".formatted(pages, remaps),
        "op=sweep pages=%d remaps=%d".formatted(pages, remaps),
        ROUNDS);
  }
}

package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trapeze.console.compare.page.BarPlot;

/** How many memory references a two-dimensional page walk makes. */
final class NestedWalk implements Experiment {
  private static final List<Integer> LEVELS = List.of(3, 4, 5);
  private static final String TWO_STAGES = "no setup here has two-stage address translation";

  @Override
  public String name() {
    return "nested-walk-2008";
  }

  @Override
  public String title() {
    return "memory references of a two-dimensional page walk";
  }

  @Override
  public String source() {
    return "R. Bhargava, B. Serebrin, F. Spadini, S. Manne: Accelerating Two-Dimensional Page Walks"
        + " for Virtualized Systems. ASPLOS 2008";
  }

  @Override
  public List<String> reported() {
    return List.of(
        "A walk of four levels over nested tables of four levels makes up to 24 references where a"
            + " native one makes 4.",
        "The number follows from the tables' shape, nm + n + m for n levels over m, and later"
            + " papers give it too; the paper's own text was not at hand, nor are the speed-ups"
            + " that it reports for page-walk caches repeated here.");
  }

  @Override
  public List<String> method() {
    return List.of(
        "A real hart makes one load over tables of 4 KiB pages, with nothing cached; an observer"
            + " of the bus sees each reference of the walk, by the stage whose table it is to.",
        "The machine here caches whole translations and no inner entries of tables: it has no"
            + " page-walk cache, so what the paper accelerates is measured, the acceleration not.");
  }

  @Override
  public Findings run(Laboratory laboratory) {
    Findings.Builder findings = new Findings.Builder();
    List<List<String>> rows = new ArrayList<>();
    List<BarPlot.Bar> bars = new ArrayList<>();
    boolean nativeAsExpected = true;
    boolean nestedAsExpected = true;
    boolean isIn = true;
    for (int first : LEVELS) {
      for (int second : List.of(0, 3, 4, 5)) {
        Optional<WalkBench.References> counted = WalkBench.count(first, second);
        int expected = (first + 1) * (second + 1) - 1;
        String name = second == 0 ? sv(first) : "%s on %sx4".formatted(sv(first), sv(second));
        rows.add(row(name, counted, expected));
        counted.ifPresent(references -> bars.add(bar(name, references)));
        boolean right = counted.filter(each -> each.all() == expected).isPresent();
        isIn &= second == 0 || counted.isPresent();
        nativeAsExpected &= second != 0 || right;
        nestedAsExpected &= second == 0 || right;
      }
    }
    findings.table(
        "Memory references of one page walk",
        List.of("translation", "first stage", "second stage", "all", "(n+1)(m+1) - 1"),
        rows);
    String unit = "memory references of one walk, nothing cached";
    findings.plot(
        new BarPlot("References by stage", unit, List.of(new BarPlot.Group("", bars))).svg());
    findings.verdict(
        "a native walk makes as many references as there are levels",
        nativeAsExpected,
        "3, 4 and 5 for Sv39, Sv48 and Sv57, counted");
    if (isIn) {
      findings.verdict(
          "n levels over m make nm + n + m references, 24 for four over four",
          nestedAsExpected,
          "counted for all nine pairs");
    } else {
      findings.notYet(
          "n levels over m make nm + n + m references, 24 for four over four", TWO_STAGES);
    }
    return findings.build();
  }

  private static List<String> row(
      String name, Optional<WalkBench.References> counted, int expected) {
    return counted
        .map(
            each ->
                List.of(
                    name,
                    String.valueOf(each.first()),
                    String.valueOf(each.second()),
                    String.valueOf(each.all()),
                    String.valueOf(expected)))
        .orElseGet(() -> List.of(name, "not measured", "", "", String.valueOf(expected)));
  }

  private static BarPlot.Bar bar(String name, WalkBench.References references) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("first stage (satp, vsatp)", (double) references.first());
    parts.put("second stage (hgatp)", (double) references.second());
    return new BarPlot.Bar(name, parts);
  }

  private static String sv(int levels) {
    return "Sv" + (12 + 9 * levels);
  }
}

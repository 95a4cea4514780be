package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Counts;
import trapeze.console.compare.Setup;
import trapeze.console.compare.page.BarPlot;

/** One exit of an inner guest becomes many of the outer one. */
final class NestedExits implements Experiment {
  private static final List<String> GUESTS =
      List.of("sprig", "c-monitor+sprig", "c-monitor+c-monitor+sprig");

  @Override
  public String name() {
    return "nested-exits-2010";
  }

  @Override
  public String title() {
    return "exit multiplication when a guest is itself a monitor";
  }

  @Override
  public String source() {
    return "M. Ben-Yehuda et al.: The Turtles Project: Design and Implementation of Nested"
        + " Virtualization. OSDI 2010";
  }

  @Override
  public List<String> reported() {
    return List.of(
        "Without hardware for more than one level, an exit of a nested guest makes its monitor"
            + " execute instructions that exit themselves: one exit becomes many.",
        "The abstract reports a performance within 6 to 8 % of a single level for common"
            + " workloads, with multi-dimensional paging and device assignment (checked against"
            + " the abstract).",
        "How many exits one becomes is given in the paper for its own system; that number could"
            + " not be checked against its text and is not repeated here.");
  }

  @Override
  public List<String> method() {
    return List.of(
        "sprig runs in a virtual machine, in a monitor written in C that runs in one, and in two"
            + " such monitors, one in the other.",
        "On the bare machine the traps are the exits that the lowest of the guest's own monitors"
            + " handles; under a design they are what becomes of them.",
        "Multiplication is the exits of the real hart for each of those.",
        "The monitor in C runs in M, which every design here deprivileges: what helps a kernel in"
            + " S does not help it.");
  }

  @Override
  public Findings run(Laboratory laboratory) throws InterruptedException {
    Findings.Builder findings = new Findings.Builder();
    List<List<String>> rows = new ArrayList<>();
    List<BarPlot.Group> groups = new ArrayList<>();
    List<Setup> designs = laboratory.setups().stream().filter(setup -> !setup.isBare()).toList();
    List<Double> bare = new ArrayList<>();
    for (String guest : GUESTS) {
      CellResult result = laboratory.run(Laboratory.workload(guest), laboratory.bare());
      bare.add((double) result.counts().total(Counts.TRAPS));
      rows.add(row(guest, "bare", result.counts().total(Counts.TRAPS), 1));
    }
    for (Setup design : designs) {
      List<BarPlot.Bar> bars = new ArrayList<>();
      List<Double> factors = new ArrayList<>();
      for (int i = 0; i < GUESTS.size(); i++) {
        CellResult result = laboratory.run(Laboratory.workload(GUESTS.get(i)), design);
        long exits = result.counts().total(Counts.EXITS);
        double factor = exits / Math.max(1, bare.get(i));
        factors.add(factor);
        rows.add(row(GUESTS.get(i), design.name(), exits, factor));
        bars.add(new BarPlot.Bar(GUESTS.get(i), Map.of("exits for one trap of the guest", factor)));
      }
      groups.add(new BarPlot.Group(design.name(), bars));
      findings.verdict(
          "%s: one exit of the inner guest becomes more than one".formatted(design.name()),
          factors.get(1) > 1 && factors.get(2) > 1,
          "%s exits for each that the guest's own monitor handles, %s with two of them"
              .formatted(Laboratory.tenths(factors.get(1)), Laboratory.tenths(factors.get(2))));
    }
    findings.verdict(
        "each level multiplies again",
        bare.get(1) > bare.get(0) && bare.get(2) > bare.get(1),
        "on the bare machine %s traps alone, %s under one monitor in C, %s under two"
            .formatted(
                Laboratory.whole(bare.get(0)),
                Laboratory.whole(bare.get(1)),
                Laboratory.whole(bare.get(2))));
    findings.notYet(
        "multi-dimensional paging brings nested guests near a single level",
        "the only monitor here that uses the extension as a guest is Linux's KVM, which is not"
            + " among the guests of this experiment");
    findings.table(
        "Exits of the real hart",
        List.of("guest", "setup", "traps or exits", "for one on the bare machine"),
        rows);
    findings.plot(
        new BarPlot("Exit multiplication", "exits for one trap on the bare machine", groups).svg());
    return findings.build();
  }

  private static List<String> row(String guest, String setup, long exits, double factor) {
    return List.of(guest, setup, Laboratory.whole(exits), Laboratory.tenths(factor));
  }
}

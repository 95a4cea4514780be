package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trapeze.console.compare.page.Fragment;
import trapeze.console.compare.page.Table;

/** Experiments and what they found, as lines for a terminal and as an HTML page. */
public final class ExperimentReport {
  private ExperimentReport() {}

  /** An experiment that was run. */
  public record Done(Experiment experiment, Findings findings) {}

  /** The lines about one. */
  public static List<String> lines(Done done) {
    Experiment experiment = done.experiment();
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(experiment.name(), experiment.title()));
    lines.add(experiment.source());
    lines.add("");
    lines.add("Reported:");
    experiment.reported().forEach(line -> lines.add("  " + line));
    lines.add("Here:");
    experiment.method().forEach(line -> lines.add("  " + line));
    for (Findings.Titled table : done.findings().tables()) {
      lines.add("");
      lines.add(table.title());
      lines.addAll(table.table().lines());
    }
    lines.add("");
    for (Findings.Verdict verdict : done.findings().verdicts()) {
      lines.add(
          "%-14s %s"
              .formatted(verdict.holds().toString().toUpperCase(Locale.ROOT), verdict.claim()));
      lines.add(" ".repeat(15) + verdict.why());
    }
    return lines;
  }

  /**
   * The page about several.
   *
   * @param problems what must be known before any of it is believed
   */
  public static String page(List<Done> all, List<String> problems, String command) {
    StringBuilder body = new StringBuilder("<h1>Experiments from the literature</h1>\n");
    body.append(Fragment.problems(problems));
    body.append(
        Fragment.paragraph(
            "Counts are exact. Cycles are those of a declared cost model, not of any hardware; the"
                + " machine is a simulated RISC-V machine, not the one of the publication. What is"
                + " compared is the order of things."));
    body.append(Fragment.command(command));
    body.append(Fragment.heading("All verdicts")).append(verdicts(all).htmlOfWords());
    for (Done done : all) {
      Experiment experiment = done.experiment();
      body.append(Fragment.heading("%s: %s".formatted(experiment.name(), experiment.title())));
      body.append(Fragment.paragraph(experiment.source()));
      body.append(Fragment.list("Reported", experiment.reported()));
      body.append(Fragment.list("Here", experiment.method()));
      for (Findings.Verdict verdict : done.findings().verdicts()) {
        String kind =
            switch (verdict.holds()) {
              case YES -> "holds";
              case NO -> "fails";
              case NOT_YET -> "missing";
            };
        body.append(
            Fragment.verdict(kind, verdict.holds().toString(), verdict.claim(), verdict.why()));
      }
      done.findings().plots().forEach(plot -> body.append(Fragment.figure(plot)));
      for (Findings.Titled table : done.findings().tables()) {
        body.append(Fragment.smallHeading(table.title())).append(table.table().html());
      }
    }
    return Fragment.page("Experiments from the literature", body.toString());
  }

  /** What was reported and what came of it, a row each. */
  private static Table verdicts(List<Done> all) {
    List<List<String>> rows = new ArrayList<>();
    for (Done done : all) {
      for (Findings.Verdict verdict : done.findings().verdicts()) {
        rows.add(List.of(done.experiment().name(), verdict.holds().toString(), verdict.claim()));
      }
    }
    return new Table(List.of("experiment", "order here", "reported or asked"), rows);
  }
}

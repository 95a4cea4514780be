package trapeze.isa.theory.rv64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;

/** The page with the verdicts on RV64 and its variants, in Markdown. */
public final class Rv64Page {
  private final StringBuilder text = new StringBuilder();

  private Rv64Page() {}

  /** Writes the page; the one argument is the file. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: Rv64Page <file>");
    }
    Files.writeString(Path.of(arguments[0]), print());
  }

  /** The page. */
  public static String print() {
    Rv64Page page = new Rv64Page();
    page.line("# RV64, classified");
    page.line("");
    page.line("Generated from the definitions by `trapeze.isa.theory.rv64.Rv64Page`; do not edit.");
    page.line("[What the words mean and why](rv64.md).");
    Frames.ALL.forEach(page::frame);
    page.variants();
    return page.text.toString();
  }

  private void frame(Frame frame) {
    Rv64Classifier classifier = new Rv64Classifier(Rv64.SET, frame);
    Classification machine = classifier.classify();
    line("");
    line("## Guests in real %s-mode".formatted(frame.deprivileged()));
    line("");
    line(
        "%d instances, %d of them undecided."
            .formatted(machine.verdicts().size(), classifier.undecided().size()));
    line("");
    line("| theorem | condition | met | conclusion |");
    line("| --- | --- | --- | --- |");
    for (Theorem theorem : List.of(Theorem.first(machine), Theorem.third(machine))) {
      line(
          "| %d | %s | %s | %s |"
              .formatted(
                  theorem.number(),
                  theorem.condition(),
                  theorem.holds() ? "yes" : "no",
                  theorem.conclusion()));
    }
    line("");
    line("### Verdicts");
    line("");
    line("| what it is | instances | under the conditions |");
    line("| --- | --- | --- |");
    groups(machine)
        .forEach(
            (group, instances) ->
                line(
                    "| %s | %s | %s |"
                        .formatted(
                            titles(group.properties()),
                            Names.list(instances),
                            conditions(frame, group.conditions()))));
    examples(machine);
    dropped(frame);
  }

  private record Group(Set<Property> properties, List<String> conditions) {}

  private static Map<Group, List<String>> groups(Classification machine) {
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    for (Verdict verdict : machine.verdicts()) {
      Group group = new Group(verdict.properties(), verdict.conditions());
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(verdict.instance());
    }
    return groups;
  }

  private static String conditions(Frame frame, List<String> texts) {
    return frame.conditions().stream()
        .filter(condition -> texts.contains(condition.text()))
        .map(Condition::name)
        .collect(Collectors.joining(", "));
  }

  private static String titles(Set<Property> properties) {
    return properties.isEmpty()
        ? ""
        : EnumSet.copyOf(properties).stream()
            .map(Property::title)
            .collect(Collectors.joining(", "));
  }

  /** For each sensitivity one instance with its states. */
  private void examples(Classification machine) {
    line("");
    line("### What shows it");
    line("");
    line("The first instance of each kind; `trapeze classify rv64 --explain` shows the others.");
    line("");
    line("| instance | is | shown by |");
    line("| --- | --- | --- |");
    Set<String> seen = new HashSet<>();
    for (Verdict verdict : machine.verdicts()) {
      for (Witness witness : verdict.witnesses()) {
        if (seen.add(verdict.properties() + witness.property().title())) {
          line(
              "| `%s` | %s | %s |"
                  .formatted(verdict.instance(), witness.property().title(), witness.summary()));
        }
      }
    }
  }

  private void dropped(Frame frame) {
    line("");
    line("### What each condition is for");
    line("");
    line("| condition | without it these are sensitive and not privileged |");
    line("| --- | --- |");
    for (Condition condition : frame.conditions()) {
      List<String> violators =
          new Rv64Classifier(Rv64.SET, frame.without(condition))
              .against().stream()
                  .filter(Verdict::standsAgainstTheorem1)
                  .map(Verdict::instance)
                  .toList();
      line(
          "| **%s**: %s | %s |"
              .formatted(condition.name(), condition.text(), Names.list(violators)));
    }
  }

  private void variants() {
    line("");
    line("## Machines that RV64 might have been");
    line("");
    line("Guests in real U-mode.");
    for (Rv64Variants.Variant variant : Rv64Variants.ALL) {
      List<Verdict> against = new Rv64Classifier(variant.set(), Frames.USER).against();
      line("");
      line("### " + variant.name());
      line("");
      line(variant.change() + ".");
      line(variant.consequence());
      line("");
      line(
          "Theorem 1: %s. Theorem 3: %s."
              .formatted(
                  met(against.stream().noneMatch(Verdict::standsAgainstTheorem1)),
                  met(against.stream().noneMatch(Verdict::standsAgainstTheorem3))));
      against.forEach(this::witnesses);
    }
  }

  private static String met(boolean holds) {
    return holds ? "its condition is met" : "its condition is not met";
  }

  private void witnesses(Verdict verdict) {
    for (Witness witness : verdict.witnesses()) {
      line("");
      line(
          "`%s` is %s%s: %s"
              .formatted(
                  verdict.instance(),
                  witness.holds() ? "" : "not ",
                  witness.property().title(),
                  witness.summary()));
      line("");
      line("| state | before | outcome | after, where it differs |");
      line("| --- | --- | --- | --- |");
      for (Witness.Case one : witness.cases()) {
        line(
            "| %s | %s | %s | %s |"
                .formatted(
                    one.title(),
                    cells(one.before().cells()),
                    one.outcome(),
                    cells(one.after().changesSince(one.before()))));
      }
    }
  }

  private static String cells(List<Snapshot.Cell> cells) {
    return cells.stream().map(cell -> "`" + cell + "`").collect(Collectors.joining(", "));
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}

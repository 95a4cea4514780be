package trapeze.console.theory;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Snapshot.Cell;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;

/** Everything about one instruction: what it does, what the paper calls it, and why. */
public final class Explanation {
  private final PrintStream out;

  private Explanation(PrintStream out) {
    this.out = out;
  }

  /** Prints it. */
  public static void print(
      PrintStream out, Subject subject, String instruction, List<Verdict> verdicts) {
    out.printf("%s on %s (%s)%n%n", instruction, subject.name(), subject.title());
    VerdictTable.wrap(out, "", subject.about(instruction));
    out.println();
    subject.definition(instruction).lines().forEach(line -> out.println("    " + line));
    Explanation explanation = new Explanation(out);
    verdicts.forEach(explanation::verdict);
    if (!subject.history().isEmpty()) {
      out.println();
      VerdictTable.wrap(out, "", "The machine: " + subject.history());
    }
  }

  private void verdict(Verdict verdict) {
    out.printf("%n%s is %s.%n", verdict.instance(), VerdictTable.titles(verdict.properties()));
    verdict
        .conditions()
        .forEach(condition -> VerdictTable.wrap(out, "  ", "provided that " + condition));
    for (Property property : Property.values()) {
      if (verdict.is(property)) {
        VerdictTable.wrap(out, "  ", "%s: %s.".formatted(property.title(), property.definition()));
      }
    }
    for (Witness witness : verdict.witnesses()) {
      if (witness.property() != Property.PRIVILEGED || !witness.holds()) {
        witness(witness);
      }
    }
    out.println();
    VerdictTable.wrap(out, "  ", Remedy.of(verdict));
  }

  private void witness(Witness witness) {
    out.printf("%n  %s%s:%n", witness.holds() ? "" : "not ", witness.property().title());
    witness.differences().forEach(line -> out.println("    " + line));
    out.println();
    sideBySide(witness.cases());
  }

  /** The cases beside each other, a row for each part of a state that any of them has. */
  private void sideBySide(List<Witness.Case> cases) {
    List<String> names = new ArrayList<>();
    for (Witness.Case each : cases) {
      for (Snapshot snapshot : List.of(each.before(), each.after())) {
        snapshot.cells().stream()
            .map(Cell::name)
            .filter(name -> !names.contains(name))
            .forEach(names::add);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> titles = new ArrayList<>(List.of(""));
    List<String> heads = new ArrayList<>(List.of(""));
    for (Witness.Case each : cases) {
      titles.addAll(List.of(each.title(), ""));
      heads.addAll(List.of("before", "after"));
    }
    rows.add(titles);
    rows.add(heads);
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      for (Witness.Case each : cases) {
        String before = value(each.before(), name);
        String after = value(each.after(), name);
        row.addAll(List.of(before, after.equals(before) ? "" : after));
      }
      rows.add(row);
    }
    List<String> outcomes = new ArrayList<>(List.of(""));
    cases.forEach(each -> outcomes.addAll(List.of(each.outcome(), "")));
    rows.add(outcomes);
    print(rows);
  }

  /** The first row and the last one have cells that stand over two columns. */
  private void print(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (int column = 0; column < widths.length; column++) {
      for (List<String> row : rows) {
        boolean wide = column > 0 && (row == rows.getFirst() || row == rows.getLast());
        int length = row.get(wide ? column - (column - 1) % 2 : column).length();
        widths[column] = Math.max(widths[column], wide ? (length + 1) / 2 : length);
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      int end = 0;
      for (int column = 0; column < widths.length; column++) {
        line.append(row.get(column));
        end += widths[column] + 2;
        line.repeat(' ', Math.max(0, end - line.length()));
      }
      out.println("    " + line.toString().stripTrailing());
    }
  }

  private static String value(Snapshot snapshot, String name) {
    return snapshot.cells().stream()
        .filter(cell -> cell.name().equals(name))
        .findFirst()
        .map(Cell::text)
        .orElse("");
  }
}

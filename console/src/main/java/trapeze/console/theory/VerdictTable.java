package trapeze.console.theory;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;
import trapeze.isa.theory.rv64.Names;

/** A classification as a table, and what the theorems make of it. */
public final class VerdictTable {
  /** From this many rows on, instances of one kind share a row. */
  private static final int MANY = 100;

  private static final int WIDTH = 100;

  private VerdictTable() {}

  /** Prints a machine's verdicts: all, or only those that a filter has left. */
  public static void print(
      PrintStream out, Subject subject, Classification machine, List<Verdict> shown) {
    out.printf("%s: %s%n", subject.name(), subject.title());
    out.printf("%s; %s%n%n", machine.format(), machine.method());
    if (shown.size() < MANY) {
      rows(out, shown);
    } else {
      groups(out, shown);
    }
  }

  private static void rows(PrintStream out, List<Verdict> verdicts) {
    int width = verdicts.stream().mapToInt(each -> each.instance().length()).max().orElse(0) + 2;
    String layout = "%-" + Math.max(width, 10) + "s%-10s%-9s%-10s%-6s%-7s%-6s %s";
    line(
        out,
        layout,
        "instance",
        "traps",
        "control",
        "location",
        "mode",
        "timer",
        "user",
        "shown by");
    for (Verdict verdict : verdicts) {
      line(
          out,
          layout,
          verdict.instance(),
          traps(verdict),
          mark(verdict, Property.CONTROL_SENSITIVE),
          mark(verdict, Property.LOCATION_SENSITIVE),
          mark(verdict, Property.MODE_SENSITIVE),
          mark(verdict, Property.RESOURCE_SENSITIVE),
          mark(verdict, Property.USER_SENSITIVE),
          (verdict.standsAgainstTheorem1() ? "! " : "  ") + shownBy(verdict));
    }
  }

  private static void line(PrintStream out, String layout, Object... cells) {
    out.println(layout.formatted(cells).stripTrailing());
  }

  private static String mark(Verdict verdict, Property property) {
    return verdict.is(property) ? "x" : ".";
  }

  private static String traps(Verdict verdict) {
    return verdict.is(Property.PRIVILEGED)
        ? "in user"
        : verdict.is(Property.TRAPPING) ? "always" : ".";
  }

  private static String shownBy(Verdict verdict) {
    return verdict.witnesses().stream()
        .filter(witness -> witness.holds() && witness.property() != Property.PRIVILEGED)
        .min(Comparator.comparing(Witness::property))
        .map(Witness::summary)
        .orElse("");
  }

  private record Kind(Set<Property> properties, List<String> conditions) {}

  private static void groups(PrintStream out, List<Verdict> verdicts) {
    Map<Kind, List<String>> kinds = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      kinds
          .computeIfAbsent(
              new Kind(verdict.properties(), verdict.conditions()), _ -> new ArrayList<>())
          .add(verdict.instance());
    }
    kinds.forEach(
        (kind, instances) -> {
          out.printf("%s: %d instances%n", titles(kind.properties()), instances.size());
          kind.conditions().forEach(condition -> out.println("  if " + condition));
          wrap(out, "    ", Names.list(instances).replace("`", ""));
          out.println();
        });
  }

  /** Properties in the paper's words, in their order. */
  static String titles(Set<Property> properties) {
    return properties.stream().sorted().map(Property::title).collect(Collectors.joining(", "));
  }

  /** What the theorems say, and how much was visited. */
  public static void printTheorems(
      PrintStream out, Subject subject, Classification machine, long milliseconds) {
    out.println();
    for (Theorem theorem : theorems(subject, machine)) {
      wrap(
          out,
          "",
          "Theorem %d (%s): %s. %s"
              .formatted(
                  theorem.number(),
                  theorem.condition(),
                  theorem.holds() ? "its condition is met" : "its condition is not met",
                  theorem.conclusion()));
      if (!theorem.against().isEmpty()) {
        wrap(
            out,
            "  ",
            "against it: "
                + Names.list(theorem.against().stream().map(Verdict::instance).toList())
                    .replace("`", ""));
      }
    }
    if (!subject.consequence().isEmpty()) {
      wrap(out, "", subject.consequence());
    }
    out.println();
    Coverage coverage = machine.coverage();
    if (coverage.equals(Coverage.NONE)) {
      out.printf("%d instances, %.1f s%n", machine.verdicts().size(), milliseconds / 1000.0);
    } else {
      out.printf(
          Locale.ROOT,
          "%d instances, %,d states visited in %,d runs, %.1f s%n",
          machine.verdicts().size(),
          coverage.states(),
          coverage.runs(),
          milliseconds / 1000.0);
    }
  }

  /** Those of the theorems that are about this kind of machine. */
  static List<Theorem> theorems(Subject subject, Classification machine) {
    return switch (subject) {
      case Subject74 _ -> Theorem.all(machine);
      // Its verdicts count time among what a monitor must hide, so Theorem 2 asks no more.
      case SubjectRv64 _ -> List.of(Theorem.first(machine), Theorem.third(machine));
    };
  }

  /** Prints words in lines of a readable width. */
  static void wrap(PrintStream out, String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    for (String word : text.split(" ")) {
      if (line.length() > indent.length() && line.length() + word.length() >= WIDTH) {
        out.println(line.toString().stripTrailing());
        line.setLength(0);
        line.append(indent);
      }
      line.append(word).append(' ');
    }
    out.println(line.toString().stripTrailing());
  }
}

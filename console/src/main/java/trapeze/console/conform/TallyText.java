package trapeze.console.conform;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** A tally as the terminal shows it, and as a page of results has it. */
public final class TallyText {
  private TallyText() {}

  /** In columns. */
  public static String columns(Tally tally) {
    StringBuilder text = new StringBuilder("\n%-24s".formatted(""));
    tally.targets().forEach(target -> text.append("%24s".formatted(target)));
    text.append("\n%-24s".formatted(""));
    tally.targets().forEach(_ -> text.append("   passed failed skipped"));
    text.append('\n');
    rows(
        tally,
        (title, those) -> {
          text.append("%-24s".formatted(title));
          for (Target target : tally.targets()) {
            Tally.Counts counts = Tally.counts(those, target);
            text.append(
                "   %6d %6d %7d".formatted(counts.passed(), counts.failed(), counts.skipped()));
          }
          text.append('\n');
        });
    return text.append('\n').append(reasons(tally, "  ")).append(comparison(tally)).toString();
  }

  /** As a table in Markdown: a cell is passed / failed / skipped. */
  public static String markdown(Tally tally) {
    StringBuilder text = new StringBuilder("| family |");
    tally.targets().forEach(target -> text.append(" %s |".formatted(target)));
    text.append("\n|---|").append("---|".repeat(tally.targets().size())).append('\n');
    rows(
        tally,
        (title, those) -> {
          text.append("| %s |".formatted(title));
          for (Target target : tally.targets()) {
            Tally.Counts counts = Tally.counts(those, target);
            text.append(
                " %d / %d / %d |".formatted(counts.passed(), counts.failed(), counts.skipped()));
          }
          text.append('\n');
        });
    return text.append('\n').append(reasons(tally, "- ")).append(comparison(tally)).toString();
  }

  private static void rows(Tally tally, BiConsumer<String, Collection<Result>> append) {
    tally.families().forEach(append);
    append.accept(Tally.ALL, tally.results());
  }

  private static String reasons(Tally tally, String bullet) {
    Map<String, Long> reasons = tally.reasons();
    return reasons.isEmpty()
        ? ""
        : reasons.entrySet().stream()
            .map(entry -> "%s%d: %s%n".formatted(bullet, entry.getValue(), entry.getKey()))
            .collect(
                Collectors.joining("", "Skipped:\n" + (bullet.startsWith("-") ? "\n" : ""), "\n"));
  }

  private static String comparison(Tally tally) {
    if (!tally.compares()) {
      return "";
    }
    List<String> names =
        tally.passBareAndFailVirtual().stream().map(result -> result.program().name()).toList();
    return "Passes bare and fails virtual: "
        + (names.isEmpty() ? "none" : String.join(", ", names))
        + "\n";
  }
}

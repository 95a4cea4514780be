package trapeze.console.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trapeze.console.litmus.run.Platform;

/** The page of results: a line a test. */
public final class ResultsPage {
  private ResultsPage() {}

  /**
   * The page, a Markdown text.
   *
   * @param command what was typed
   * @param instances of each test on each platform
   */
  public static String of(
      String command, long instances, List<Platform> platforms, List<Judged> tests) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Litmus tests

        Small parallel programs, run on several harts, bare and virtual, and judged by the memory model of the manual.
        `%s` wrote the table; [the memory model](../memory-model.md) says what it rests on.

        """
            .formatted(command));
    page.append(
        """
        Each test ran %,d times on each of: %s.
        `parallel` are harts on threads of the host, `vm` the same virtual on as many real ones; `turns` and `vm-turns` are harts that take turns of 1 to 29 steps on one thread.

        *Allowed* counts the final states that RVWMO allows, computed from its axioms, and how many of them are sequentially consistent.
        *Asked* says whether RVWMO allows the final state that the test asks for.
        For each platform stand the number of different final states that were seen, and behind a plus sign how many runs ended in one that no sequential execution has.

        """
            .formatted(instances, String.join(", ", names(platforms))));
    page.append("| test | what it tests | allowed | asked |");
    platforms.forEach(each -> page.append(" %s |".formatted(each)));
    page.append("\n|---|---|---|---|").append("---|".repeat(platforms.size())).append('\n');
    for (Judged each : tests) {
      page.append(
          "| `%s` | %s | %d, %d sequential | %s |"
              .formatted(
                  each.test().name(),
                  each.test().title(),
                  each.allowed().size(),
                  each.sequential().size(),
                  each.conditionIsAllowed() ? "allowed" : "forbidden"));
      platforms.forEach(platform -> page.append(" %s |".formatted(cell(each, platform))));
      page.append('\n');
    }
    page.append('\n').append(summary(platforms, tests)).append('\n');
    return page.toString();
  }

  private static List<String> names(List<Platform> platforms) {
    return platforms.stream().map(Platform::toString).toList();
  }

  private static String cell(Judged test, Platform platform) {
    int forbidden = test.forbidden(platform).size();
    long relaxed = test.relaxed(platform);
    return test.on(platform).size()
        + (relaxed > 0 ? String.format(Locale.ROOT, " +%,d", relaxed) : "")
        + (forbidden > 0 ? ", **%d forbidden**".formatted(forbidden) : "");
  }

  /** What came out, in a sentence a platform. */
  public static String summary(List<Platform> platforms, List<Judged> tests) {
    List<String> lines = new ArrayList<>();
    long relaxed = tests.stream().filter(each -> !each.sequential().equals(each.allowed())).count();
    lines.add(
        "%d tests; RVWMO allows %d of them an outcome that is not sequentially consistent."
            .formatted(tests.size(), relaxed));
    for (Platform platform : platforms) {
      lines.add(
          "%s: forbidden outcomes in %d tests, relaxed ones in %d."
              .formatted(
                  platform,
                  tests.stream().filter(each -> !each.forbidden(platform).isEmpty()).count(),
                  tests.stream().filter(each -> each.relaxed(platform) > 0).count()));
    }
    return String.join("\n", lines);
  }
}

package trapeze.console.conform;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Outcome;

/**
 * What a program of {@code kvm-unit-tests} has printed: a line for each check, which begins with
 * how it ended.
 *
 * @param passed lines of checks that held
 * @param failed lines of those that did not
 * @param known lines of failures that the suite itself puts down to the firmware or the board
 * @param skipped lines of those that could not be made
 * @param status how the program ended; nothing if it did not
 */
record KvmReport(
    List<String> passed,
    List<String> failed,
    List<String> known,
    List<String> skipped,
    @Nullable Integer status) {
  private static final Pattern END = Pattern.compile("EXIT: STATUS=([0-9]+)");
  private static final int CONTENT = 1;
  private static final int SKIPPED = 77;

  /** Of all that was printed. */
  static KvmReport of(String console) {
    List<String> lines = console.lines().toList();
    Integer status = null;
    for (String line : lines) {
      Matcher end = END.matcher(line);
      status = end.find() ? Integer.valueOf(end.group(1)) : status;
    }
    return new KvmReport(
        after(lines, "PASS: "),
        after(lines, "FAIL: "),
        after(lines, "KFAIL: "),
        after(lines, "SKIP: "),
        status);
  }

  private static List<String> after(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()).strip())
        .toList();
  }

  /** What comes of it, the machine having ended so. */
  Verdict verdict(Outcome outcome) {
    if (!failed.isEmpty()) {
      return new Verdict.Failed(
          "%d of %d checks: %s"
              .formatted(failed.size(), failed.size() + passed.size(), String.join("; ", failed)));
    }
    if (status == null) {
      return new Verdict.Failed("ended without a result: %s".formatted(outcome));
    }
    if (status == SKIPPED && passed.isEmpty()) {
      return new Verdict.Skipped(skipped.isEmpty() ? "says nothing" : skipped.getFirst());
    }
    if (status != CONTENT) {
      return new Verdict.Failed("ended with status %d".formatted(status));
    }
    return new Verdict.Passed(
        "%d checks%s%s"
            .formatted(
                passed.size(),
                known.isEmpty() ? "" : ", %d known failures".formatted(known.size()),
                skipped.isEmpty() ? "" : ", %d skipped".formatted(skipped.size())));
  }
}

package trapeze.console.conform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program of {@code riscv-hyp-tests} has printed: lines that begin with a tab name a check,
 * long names on several lines, the last of which says how it ended.
 *
 * @param held the checks by name, and whether each held
 * @param hasEnded whether the program came to its end
 */
record HypReport(Map<String, Boolean> held, boolean hasEnded) {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern VERDICT = Pattern.compile("(.*?)\\s*(PASSED|FAILED)");
  private static final String END = "end";

  /** Of all that was printed. */
  static HypReport of(String console) {
    Map<String, Boolean> held = new LinkedHashMap<>();
    boolean hasEnded = false;
    String name = "";
    for (String line : COLOUR.matcher(console).replaceAll("").lines().toList()) {
      hasEnded |= line.strip().equals(END);
      if (!line.startsWith("\t") || line.startsWith("\t(")) {
        continue;
      }
      name += line.strip();
      Matcher verdict = VERDICT.matcher(name);
      if (verdict.matches()) {
        held.put(unique(verdict.group(1), held), verdict.group(2).equals("PASSED"));
        name = "";
      }
    }
    return new HypReport(held, hasEnded);
  }

  /** Checks in a loop have one name; the second is told apart from the first by its number. */
  private static String unique(String name, Map<String, Boolean> held) {
    String candidate = name;
    for (int i = 2; held.containsKey(candidate); i++) {
      candidate = "%s (%d)".formatted(name, i);
    }
    return candidate;
  }

  /**
   * What comes of it.
   *
   * @param problem why the program has no result, if it has none
   * @param reference of a reference simulator; what fails there too is known
   */
  Verdict verdict(String problem, HypReport reference) {
    List<String> failed = new ArrayList<>();
    int known = 0;
    for (var check : held.entrySet()) {
      if (!check.getValue() && Boolean.FALSE.equals(reference.held.get(check.getKey()))) {
        known++;
      } else if (!check.getValue()) {
        failed.add(check.getKey());
      }
    }
    if (!failed.isEmpty()) {
      return new Verdict.Failed(
          "%d of %d checks: %s".formatted(failed.size(), held.size(), String.join("; ", failed)));
    }
    if (!hasEnded) {
      return new Verdict.Failed(
          "%s after %d checks".formatted(problem.isEmpty() ? "no end" : problem, held.size()));
    }
    for (String check : reference.held.keySet()) {
      if (!held.containsKey(check)) {
        return new Verdict.Failed("the check was not made: " + check);
      }
    }
    return new Verdict.Passed(
        "%d checks%s"
            .formatted(
                held.size() - known,
                known == 0 ? "" : ", %d fail as in the reference".formatted(known)));
  }
}

package trapeze.console.litmus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Published results of a memory model, or of hardware, as herd and litmus write them: by test the
 * final states.
 */
public final class ModelResults {
  private static final String TEST = "Test ";
  private static final String STATES = "States ";
  private static final String HISTOGRAM = "Histogram (";

  private final Map<String, SortedSet<Outcome>> outcomes = new HashMap<>();

  /**
   * Reads results.
   *
   * @throws Unreadable if they are none
   */
  public static ModelResults parse(List<String> lines) {
    ModelResults results = new ModelResults();
    String test = "";
    int left = 0;
    for (String line : lines) {
      if (left > 0) {
        left--;
        results.outcomes.computeIfAbsent(test, _ -> new TreeSet<>()).add(outcome(line));
      } else if (line.startsWith(TEST)) {
        test = line.substring(TEST.length()).split(" ", 2)[0];
      } else if (line.startsWith(STATES)) {
        left = number(line.substring(STATES.length()));
      } else if (line.startsWith(HISTOGRAM)) {
        left = number(line.substring(HISTOGRAM.length()).split(" ", 2)[0]);
      }
    }
    if (results.outcomes.isEmpty()) {
      throw new Unreadable("has no results such as herd writes: 'Test NAME ...', 'States N', ...");
    }
    return results;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new Unreadable("'%s' should be a number of states".formatted(text));
    }
  }

  /** Reads {@code 0:x5=1; [x]=2;}, perhaps with a count before it as hardware's results have. */
  private static Outcome outcome(String line) {
    Map<String, String> values = new TreeMap<>();
    String states = line.substring(line.indexOf('>') + 1);
    for (String each : states.split(";")) {
      int equals = each.indexOf('=');
      if (equals >= 0) {
        String name = each.substring(0, equals).strip().replace("[", "").replace("]", "");
        values.put(name, value(each.substring(equals + 1).strip()));
      }
    }
    return new Outcome(values);
  }

  private static String value(String text) {
    try {
      return Long.toString(Long.decode(text));
    } catch (NumberFormatException e) {
      return text; // a location's name
    }
  }

  /** The final states of a test; none if there is no result for it. */
  public SortedSet<Outcome> of(String test) {
    return outcomes.getOrDefault(test, new TreeSet<>());
  }
}

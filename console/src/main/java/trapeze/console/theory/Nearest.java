package trapeze.console.theory;

import java.util.Comparator;
import java.util.List;

/** Which of the known names somebody may have meant. */
public final class Nearest {
  private static final int SHOWN = 3;

  private Nearest() {}

  /** The names with the fewest letters to change, the nearest first, as a list for people. */
  public static String to(String wanted, List<String> known) {
    return String.join(
        ", ",
        known.stream()
            .distinct()
            .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
            .limit(SHOWN)
            .toList());
  }

  /** How many letters to insert, delete or exchange make one word into the other. */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[other.length() + 1];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + exchanged);
      }
      previous = row;
    }
    return previous[other.length()];
  }
}

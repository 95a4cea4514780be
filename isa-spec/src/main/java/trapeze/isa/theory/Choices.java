package trapeze.isa.theory;

import java.util.Arrays;

/**
 * The values that one run of a {@link Visit} has asked for, in the order of asking. The same
 * questions get the same answers until the visit moves on, and then the last answer changes first.
 */
public final class Choices {
  private long[] answers = new long[16];
  private int[] widths = new int[16];

  /** How many answers there are from earlier runs and this one. */
  private int known;

  /** How many of them this run has asked for. */
  private int asked;

  private int bits;

  Choices() {}

  /** A value of so many bits, 1 to 62: in some run of the visit each of them. */
  public long choose(int width) {
    if (width < 1 || width > 62) {
      throw new IllegalArgumentException("%d bits cannot be visited".formatted(width));
    }
    if (asked == known) {
      if (known == answers.length) {
        answers = Arrays.copyOf(answers, 2 * known);
        widths = Arrays.copyOf(widths, 2 * known);
      }
      answers[known] = 0;
      widths[known++] = width;
    } else if (widths[asked] != width) {
      throw new IllegalStateException("a run does not ask the same as the one before");
    }
    bits += width;
    return answers[asked++];
  }

  /** Bits chosen in this run. */
  int bits() {
    return bits;
  }

  /** Gets ready for the next run; false if there is none. */
  boolean moveOn() {
    if (asked < known) {
      throw new IllegalStateException("a run asks less than the one before");
    }
    asked = 0;
    bits = 0;
    while (known > 0) {
      if (++answers[known - 1] >>> widths[known - 1] == 0) {
        return true;
      }
      known--;
    }
    return false;
  }
}

package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A linear axis from 0, with round numbers on it.
 *
 * @param end its last value
 * @param step between two marks
 */
record Axis(double end, double step) {
  private static final int MARKS = 5;

  /** What is smaller is not told apart from each other. */
  private static final double LEAST = 0.01;

  /** The axis for values of 0 to this. */
  static Axis upTo(double greatest) {
    if (!(greatest > 0)) {
      return new Axis(1, 0.5);
    }
    double rough = greatest / MARKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digit = rough / power;
    double step = power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    return new Axis(step * Math.ceil(greatest / step - 1e-9), step);
  }

  /** What stands on it. */
  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i * step <= end * (1 + 1e-9); i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** A number as short as it can be read. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size > 0 && size < LEAST) {
      return "<" + LEAST;
    }
    if (size >= 1e9) {
      return trimmed(value / 1e9) + " G";
    }
    if (size >= 1e6) {
      return trimmed(value / 1e6) + " M";
    }
    if (size >= 10_000) {
      return trimmed(value / 1e3) + " k";
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    double size = Math.abs(value);
    String text =
        String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}

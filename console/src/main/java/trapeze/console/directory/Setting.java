package trapeze.console.directory;

import java.util.stream.Collectors;
import trapeze.console.UserError;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.design.Translation;

/**
 * One key of a guest with its value.
 *
 * @param place where the user wrote it, for messages
 */
public record Setting(Key key, String value, String place) {

  /** What is wrong with it, and what to do. */
  UserError wrong(String problem) {
    boolean isNamed = place.equals("--" + key.word());
    return new UserError(place, isNamed ? problem : "%s: %s".formatted(key.word(), problem));
  }

  /** Bytes: a number with K, M, G or T; without a letter it counts MiB, as on QEMU. */
  long bytes() {
    String number = value.strip();
    String digits = number.replaceAll("(?i)[kmgt]i?b?$", "");
    int shift =
        switch (number.replaceAll("(?i)i?b?$", "").replaceAll("[0-9]", "")) {
          case "K", "k" -> 10;
          case "", "M", "m" -> 20;
          case "G", "g" -> 30;
          case "T", "t" -> 40;
          default -> throw noSize();
        };
    try {
      return Math.multiplyExact(Long.parseLong(digits), 1L << shift);
    } catch (ArithmeticException | NumberFormatException e) {
      throw noSize();
    }
  }

  private UserError noSize() {
    return wrong("'%s' is no size; write for example 512M or 2G".formatted(value));
  }

  /** A count: a number, or one with k, M or G for thousands, millions or milliards. */
  public long count() {
    String number = value.strip().replace("_", "");
    long factor =
        switch (number.isEmpty() ? ' ' : number.charAt(number.length() - 1)) {
          case 'k', 'K' -> 1_000;
          case 'm', 'M' -> 1_000_000;
          case 'g', 'G' -> 1_000_000_000;
          default -> 1;
        };
    try {
      String digits = factor == 1 ? number : number.substring(0, number.length() - 1);
      long result = Math.multiplyExact(Long.parseLong(digits), factor);
      if (result > 0) {
        return result;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // said below
    }
    throw wrong("'%s' is no count; write a number from 1, such as 500M".formatted(value));
  }

  /** A number between two others, both allowed. */
  int number(int least, int most) {
    try {
      int result = Integer.parseInt(value.strip());
      if (result >= least && result <= most) {
        return result;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong("'%s' is not between %d and %d".formatted(value, least, most));
  }

  /** A design by its name. */
  public Design design() {
    return Designs.named(value)
        .orElseThrow(
            () ->
                wrong(
                    "there is no design '%s'; there are %s"
                        .formatted(
                            value,
                            Designs.all().stream()
                                .map(Design::title)
                                .collect(Collectors.joining(", ")))));
  }

  /** A translation by its name. */
  public Translation translation() {
    return word("nested", "shadow").equals("nested") ? Translation.NESTED : Translation.SHADOW;
  }

  /** A design with the translation that this says. */
  public Design translating(Design design) {
    return design
        .with(translation())
        .orElseThrow(
            () ->
                wrong(
                    "design %s has no %s translation; designs with both are %s"
                        .formatted(
                            design.title(),
                            value,
                            Designs.all().stream()
                                .filter(each -> each.with(each.translation().other()).isPresent())
                                .map(Design::title)
                                .collect(Collectors.joining(", ")))));
  }

  /** One of several words. */
  String word(String... allowed) {
    for (String each : allowed) {
      if (each.equals(value)) {
        return value;
      }
    }
    throw wrong("'%s' is none of %s".formatted(value, String.join(", ", allowed)));
  }
}

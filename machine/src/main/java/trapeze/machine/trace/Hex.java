package trapeze.machine.trace;

/** Hexadecimal digits without intermediate strings: a log has millions of them. */
final class Hex {
  private static final String LOWER = "0123456789abcdef";
  private static final String UPPER = "0123456789ABCDEF";

  private Hex() {}

  /** Appends the low digits of a value. */
  static void append(StringBuilder to, long value, int digits) {
    append(to, value, digits, LOWER);
  }

  /** The same in capitals. */
  static void appendUpper(StringBuilder to, long value, int digits) {
    append(to, value, digits, UPPER);
  }

  private static void append(StringBuilder to, long value, int digits, String alphabet) {
    for (int shift = 4 * digits - 4; shift >= 0; shift -= 4) {
      to.append(alphabet.charAt((int) (value >>> shift) & 15));
    }
  }
}

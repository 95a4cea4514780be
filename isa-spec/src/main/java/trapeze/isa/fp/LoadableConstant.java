package trapeze.isa.fp;

/** The 32 constants that {@code fli} loads, the same in every format (unpriv:tab:flis). */
public final class LoadableConstant {
  private static final int SMALLEST_NORMAL = 1;
  private static final int INFINITY = 30;
  private static final int NAN = 31;

  /** All but the three that have a name; the names' places hold 0. */
  private static final double[] NUMBERS = {
    -1, 0, 0x1p-16, 0x1p-15, 0x1p-8, 0x1p-7, 0x1p-4, 0x1p-3, //
    0.25, 0.3125, 0.375, 0.4375, 0.5, 0.625, 0.75, 0.875, //
    1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, //
    8, 16, 0x1p7, 0x1p8, 0x1p15, 0x1p16, 0, 0
  };

  /** How many there are; they are numbered from 0. */
  public static final int COUNT = NUMBERS.length;

  private LoadableConstant() {}

  /**
   * A constant's bits in a format; 2<sup>16</sup>, for which half precision has no room, is
   * infinity there (unpriv:norm:fli-h_op).
   *
   * @param format a format, not an integer
   * @param index 0 to 31
   */
  public static long bits(FpOperation.Kind format, int index) {
    Format wanted =
        switch (format) {
          case HALF -> Format.HALF;
          case SINGLE -> Format.SINGLE;
          case DOUBLE, INTEGER -> Format.DOUBLE;
        };
    return switch (index) {
      case SMALLEST_NORMAL -> 1L << wanted.fractionBits();
      case INFINITY -> wanted.infinity(false);
      case NAN -> wanted.canonicalNan();
      default ->
          Convert.toFormat(
              Format.DOUBLE,
              wanted,
              Double.doubleToRawLongBits(NUMBERS[index]),
              Rounding.RNE.code(),
              new FpFlags());
    };
  }

  /** How assembly writes a constant: {@code min}, {@code inf}, {@code nan}, else in decimal. */
  public static String text(int index) {
    return switch (index) {
      case SMALLEST_NORMAL -> "min";
      case INFINITY -> "inf";
      case NAN -> "nan";
      default -> Double.toString(NUMBERS[index]);
    };
  }
}

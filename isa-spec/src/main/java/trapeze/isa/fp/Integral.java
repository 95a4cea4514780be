package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;

/** Rounding to whole numbers that stay in their format, and conversion modulo 2<sup>32</sup>. */
final class Integral {
  private static final int RTZ = Rounding.RTZ.code();

  /** From this exponent on every bit of a double's significand is worth 2<sup>32</sup> or more. */
  private static final int BEYOND_WORD = 32 + DOUBLE.fractionBits();

  private Integral() {}

  /** The number rounded to a whole one; the only exception is invalid, for a signalling NaN. */
  static long round(Format format, long a, int rm, FpFlags flags) {
    if (format.isNan(a)) {
      return format.nanResult(format.isSignalling(a), flags);
    }
    if (format.isZero(a) || format.exponentField(a) >= format.bias() + format.fractionBits()) {
      return a;
    }
    boolean negative = format.isNegative(a);
    Unpacked x = Unpacked.of(format, a);
    long whole = Convert.whole(x);
    long fraction = Convert.fraction(x);
    boolean away = Rounding.of(rm).goesAway(negative, (whole & 1) != 0, fraction, 1L << 63);
    long magnitude = away ? whole + 1 : whole;
    return magnitude == 0
        ? format.zero(negative)
        : Round.roundAndPack(format, negative, 63, magnitude, rm, flags);
  }

  /** The same, and inexact if the number was no whole one. */
  static long roundExact(Format format, long a, int rm, FpFlags flags) {
    long rounded = round(format, a, rm, flags);
    if (rounded != a && !format.isNan(a)) {
      flags.raise(FpFlags.NX);
    }
    return rounded;
  }

  /**
   * A double rounded towards zero, its last 32 bits as they lie in a register, sign-extended; 0 for
   * infinity and NaN. The exceptions are those of a conversion that saturates (unpriv,
   * "fcvtmod.w.d").
   */
  static long modular32(long a, FpFlags flags) {
    long saturated = Convert.toInteger(DOUBLE, IntegerType.INT32, a, RTZ, flags);
    if (DOUBLE.isNan(a) || DOUBLE.isInfinite(a)) {
      return 0;
    }
    int exponent = DOUBLE.exponentField(a) - DOUBLE.bias();
    if (exponent < 31) {
      return saturated;
    }
    if (exponent >= BEYOND_WORD) {
      return 0;
    }
    Unpacked x = Unpacked.of(DOUBLE, a);
    long magnitude =
        exponent > 63 ? x.significand() << (exponent - 63) : x.significand() >>> (63 - exponent);
    return (int) (x.negative() ? -magnitude : magnitude);
  }
}

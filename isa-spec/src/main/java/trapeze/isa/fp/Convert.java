package trapeze.isa.fp;

/** Conversions between formats and to and from integers (unpriv, "F" and "D", conversions). */
final class Convert {
  private Convert() {}

  /** A number of one format as a number of another. */
  static long toFormat(Format from, Format to, long a, int rm, FpFlags flags) {
    if (from.isNan(a)) {
      return to.nanResult(from.isSignalling(a), flags);
    }
    boolean negative = from.isNegative(a);
    if (from.isInfinite(a)) {
      return to.infinity(negative);
    }
    if (from.isZero(a)) {
      return to.zero(negative);
    }
    Unpacked x = Unpacked.of(from, a);
    return Round.roundAndPack(to, negative, x.exponent(), x.significand(), rm, flags);
  }

  /** An integer, in a register, as a number of the format. */
  static long fromInteger(Format format, IntegerType type, long a, int rm, FpFlags flags) {
    long magnitude = type.magnitude(a);
    return magnitude == 0
        ? format.zero(false)
        : Round.roundAndPack(format, type.isNegative(a), 63, magnitude, rm, flags);
  }

  /**
   * A number rounded to an integer, as it lies in a register. One out of range gives the nearest
   * integer that there is, NaN the largest; both are invalid, and then not inexact.
   */
  static long toInteger(Format format, IntegerType type, long a, int rm, FpFlags flags) {
    boolean negative = format.isNegative(a) && !format.isNan(a);
    if (format.isZero(a)) {
      return 0;
    }
    if (format.isNan(a) || format.isInfinite(a)) {
      return saturated(type, negative, flags);
    }
    Unpacked x = Unpacked.of(format, a);
    if (x.exponent() > 63) {
      return saturated(type, negative, flags);
    }
    long whole = whole(x);
    long fraction = fraction(x);
    boolean odd = (whole & 1) != 0;
    boolean away = Rounding.of(rm).goesAway(negative, odd, fraction, 1L << 63);
    long magnitude = away ? whole + 1 : whole;
    if (Long.compareUnsigned(magnitude, type.limit(negative)) > 0) {
      return saturated(type, negative, flags);
    }
    if (fraction != 0) {
      flags.raise(FpFlags.NX);
    }
    return type.inRegister(negative ? -magnitude : magnitude);
  }

  /** What lies before the binary point, of a number below 2<sup>64</sup>. */
  static long whole(Unpacked x) {
    return x.exponent() < 0 ? 0 : x.significand() >>> (63 - x.exponent());
  }

  /** What lies behind the binary point, in units of 2<sup>−64</sup>; the last bit is sticky. */
  static long fraction(Unpacked x) {
    int exponent = x.exponent();
    if (exponent < 0) {
      return Round.shiftRightJam(x.significand(), -1 - exponent);
    }
    return exponent == 63 ? 0 : x.significand() << (exponent + 1);
  }

  private static long saturated(IntegerType type, boolean negative, FpFlags flags) {
    flags.raise(FpFlags.NV);
    long limit = type.limit(negative);
    return type.inRegister(negative ? -limit : limit);
  }
}

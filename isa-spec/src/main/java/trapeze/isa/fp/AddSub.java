package trapeze.isa.fp;

import static trapeze.isa.fp.Round.roundAndPack;
import static trapeze.isa.fp.Round.shiftRightJam;

/** Addition and subtraction (unpriv, "F", computational instructions). */
final class AddSub {
  private AddSub() {}

  static long subtract(Format format, long a, long b, int rm, FpFlags flags) {
    return add(format, a, b ^ format.signBit(), rm, flags);
  }

  static long add(Format format, long a, long b, int rm, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      return format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
    }
    boolean sameSign = format.isNegative(a) == format.isNegative(b);
    if (format.isInfinite(a)) {
      return format.isInfinite(b) && !sameSign ? format.invalid(flags) : a;
    }
    if (format.isInfinite(b)) {
      return b;
    }
    if (format.isZero(b)) {
      return format.isZero(a) && !sameSign ? zeroSum(format, rm) : a;
    }
    if (format.isZero(a)) {
      return b;
    }
    Unpacked x = Unpacked.of(format, a);
    Unpacked y = Unpacked.of(format, b);
    return x.exponent() >= y.exponent()
        ? addAligned(format, x, y, rm, flags)
        : addAligned(format, y, x, rm, flags);
  }

  /** What {@code x + (−x)} is. */
  static long zeroSum(Format format, int rm) {
    return format.zero(Rounding.of(rm).zeroSumIsNegative());
  }

  /**
   * Adds, {@code large} having the larger exponent or the same. One bit of room is made for the
   * carry, which leaves ten zeros below a significand: a shift by less loses nothing, and after a
   * longer one the difference still has its leading bit in the first two places.
   */
  private static long addAligned(
      Format format, Unpacked large, Unpacked small, int rm, FpFlags flags) {
    int exponent = large.exponent() + 1;
    long x = large.significand() >>> 1;
    long y = shiftRightJam(small.significand() >>> 1, large.exponent() - small.exponent());
    if (large.negative() == small.negative()) {
      return roundAndPack(format, large.negative(), exponent, x + y, rm, flags);
    }
    if (x == y) {
      return zeroSum(format, rm);
    }
    return x > y
        ? roundAndPack(format, large.negative(), exponent, x - y, rm, flags)
        : roundAndPack(format, small.negative(), exponent, y - x, rm, flags);
  }
}

package trapeze.isa.fp;

import static trapeze.isa.fp.Round.roundAndPack;

/** Division and square root (unpriv, "F", computational instructions). */
final class DivideSqrt {
  /** A remainder of 53 bits has this much room above it: so many quotient bits come at once. */
  private static final int DIGIT_BITS = 11;

  /** Quotient digits after the first bit; 55 bits, two more than the widest significand. */
  private static final int DIGITS = 5;

  /** Bits of a root: three more than the widest significand. */
  private static final int ROOT_BITS = 56;

  private DivideSqrt() {}

  static long divide(Format format, long a, long b, int rm, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      return format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
    }
    boolean negative = format.isNegative(a) != format.isNegative(b);
    if (format.isInfinite(a)) {
      return format.isInfinite(b) ? format.invalid(flags) : format.infinity(negative);
    }
    if (format.isInfinite(b)) {
      return format.zero(negative);
    }
    if (format.isZero(b)) {
      if (format.isZero(a)) {
        return format.invalid(flags);
      }
      flags.raise(FpFlags.DZ);
      return format.infinity(negative);
    }
    if (format.isZero(a)) {
      return format.zero(negative);
    }
    return divideFinite(
        format, negative, Unpacked.of(format, a), Unpacked.of(format, b), rm, flags);
  }

  /** Long division, a digit of eleven bits at a time; the last remainder is the sticky bit. */
  private static long divideFinite(
      Format format, boolean negative, Unpacked a, Unpacked b, int rm, FpFlags flags) {
    long remainder = a.significand() >>> DIGIT_BITS;
    long divisor = b.significand() >>> DIGIT_BITS;
    long quotient = remainder / divisor;
    remainder %= divisor;
    for (int digit = 0; digit < DIGITS; digit++) {
      long dividend = remainder << DIGIT_BITS;
      quotient = (quotient << DIGIT_BITS) | Long.divideUnsigned(dividend, divisor);
      remainder = Long.remainderUnsigned(dividend, divisor);
    }
    long sticky = remainder == 0 ? 0 : 1;
    int exponent = a.exponent() - b.exponent() + 63 - DIGITS * DIGIT_BITS;
    return roundAndPack(format, negative, exponent, quotient | sticky, rm, flags);
  }

  static long squareRoot(Format format, long a, int rm, FpFlags flags) {
    if (format.isNan(a)) {
      return format.nanResult(format.isSignalling(a), flags);
    }
    if (format.isZero(a)) {
      return a;
    }
    if (format.isNegative(a)) {
      return format.invalid(flags);
    }
    return format.isInfinite(a) ? a : rootFinite(format, Unpacked.of(format, a), rm, flags);
  }

  /** The root by hand: two bits of the radicand come down, one bit of the root is found. */
  private static long rootFinite(Format format, Unpacked a, int rm, FpFlags flags) {
    boolean evenExponent = (a.exponent() & 1) == 0;
    long radicand = evenExponent ? a.significand() >>> 1 : a.significand();
    long root = 0;
    long remainder = 0;
    for (int bit = 0; bit < ROOT_BITS; bit++) {
      remainder = (remainder << 2) | (radicand >>> 62);
      radicand <<= 2;
      long trial = (root << 2) | 1;
      root <<= 1;
      if (remainder >= trial) {
        remainder -= trial;
        root |= 1;
      }
    }
    long sticky = remainder == 0 ? 0 : 1;
    int exponent = Math.floorDiv(a.exponent(), 2) + Long.SIZE - ROOT_BITS;
    return roundAndPack(format, false, exponent, root | sticky, rm, flags);
  }
}

package trapeze.isa.fp;

/** Multiplication, alone and fused with an addition (unpriv, "F", computational instructions). */
final class Multiply {
  private Multiply() {}

  static long multiply(Format format, long a, long b, int rm, FpFlags flags) {
    if (format.isNan(a) || format.isNan(b)) {
      return format.nanResult(format.isSignalling(a) || format.isSignalling(b), flags);
    }
    boolean negative = format.isNegative(a) != format.isNegative(b);
    if (isInfinityTimesZero(format, a, b)) {
      return format.invalid(flags);
    }
    if (format.isInfinite(a) || format.isInfinite(b)) {
      return format.infinity(negative);
    }
    if (format.isZero(a) || format.isZero(b)) {
      return format.zero(negative);
    }
    Unpacked x = Unpacked.of(format, a);
    Unpacked y = Unpacked.of(format, b);
    Wide product = Wide.product(x.significand(), y.significand());
    return roundWide(format, negative, x.exponent() + y.exponent() + 1, product, rm, flags);
  }

  /**
   * {@code a × b + c}, rounded once. The other three fused instructions are this one with the signs
   * of {@code a} or {@code c} flipped beforehand, which changes no NaN that matters: a result is
   * always the canonical one. Infinity times zero is invalid even if {@code c} is a quiet NaN.
   */
  static long multiplyAdd(Format format, long a, long b, long c, int rm, FpFlags flags) {
    if (isInfinityTimesZero(format, a, b)) {
      return format.invalid(flags);
    }
    if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
      return format.nanResult(
          format.isSignalling(a) || format.isSignalling(b) || format.isSignalling(c), flags);
    }
    boolean negative = format.isNegative(a) != format.isNegative(b);
    boolean sameSign = format.isNegative(c) == negative;
    if (format.isInfinite(a) || format.isInfinite(b)) {
      return format.isInfinite(c) && !sameSign ? format.invalid(flags) : format.infinity(negative);
    }
    if (format.isInfinite(c)) {
      return c;
    }
    if (format.isZero(a) || format.isZero(b)) {
      return format.isZero(c) && !sameSign ? AddSub.zeroSum(format, rm) : c;
    }
    Unpacked x = Unpacked.of(format, a);
    Unpacked y = Unpacked.of(format, b);
    Wide product = Wide.product(x.significand(), y.significand());
    int exponent = x.exponent() + y.exponent() + 1;
    if (format.isZero(c)) {
      return roundWide(format, negative, exponent, product, rm, flags);
    }
    return addProduct(format, negative, exponent, product, Unpacked.of(format, c), rm, flags);
  }

  /**
   * Adds ±{@code product} × 2<sup>{@code exponent} − 127</sup> to a number. Of 128 bits a product
   * leaves the last 22 zero and an addend the last 75; so, one bit of room for the carry made, what
   * an alignment loses is always far below the leading bit of the result.
   */
  private static long addProduct(
      Format format,
      boolean negative,
      int exponent,
      Wide product,
      Unpacked addend,
      int rm,
      FpFlags flags) {
    int common = Math.max(exponent, addend.exponent());
    Wide x = product.shiftRightJam(1 + common - exponent);
    Wide y = new Wide(addend.significand(), 0).shiftRightJam(1 + common - addend.exponent());
    if (negative == addend.negative()) {
      return roundWide(format, negative, common + 1, x.plus(y), rm, flags);
    }
    if (x.equals(y)) {
      return AddSub.zeroSum(format, rm);
    }
    return x.isAtLeast(y)
        ? roundWide(format, negative, common + 1, x.minus(y), rm, flags)
        : roundWide(format, addend.negative(), common + 1, y.minus(x), rm, flags);
  }

  /** Rounds ±{@code value} × 2<sup>{@code exponent} − 127</sup>, which is not zero. */
  private static long roundWide(
      Format format, boolean negative, int exponent, Wide value, int rm, FpFlags flags) {
    if (value.high() == 0) {
      return Round.roundAndPack(format, negative, exponent - 64, value.low(), rm, flags);
    }
    int leadingZeros = Long.numberOfLeadingZeros(value.high());
    Wide normalised = value.shiftLeft(leadingZeros);
    long significand = normalised.high() | (normalised.low() == 0 ? 0 : 1);
    return Round.roundAndPack(format, negative, exponent - leadingZeros, significand, rm, flags);
  }

  private static boolean isInfinityTimesZero(Format format, long a, long b) {
    return (format.isInfinite(a) && format.isZero(b)) || (format.isZero(a) && format.isInfinite(b));
  }
}

package trapeze.isa.fp;

/**
 * A finite number other than zero, taken apart: {@code significand} × 2<sup>{@code exponent} −
 * 63</sup>.
 *
 * @param exponent the exponent of the leading bit, unbiased
 * @param significand unsigned 64 bits, normalised: bit 63 is set, for subnormal numbers too
 */
record Unpacked(boolean negative, int exponent, long significand) {

  /** Takes a pattern apart that is neither zero nor infinite nor NaN. */
  static Unpacked of(Format format, long bits) {
    int field = format.exponentField(bits);
    long fraction = format.fraction(bits);
    boolean normal = field != 0;
    long significand = normal ? fraction | (1L << format.fractionBits()) : fraction;
    int leadingZeros = Long.numberOfLeadingZeros(significand);
    int lastBitExponent = (normal ? field : 1) - format.bias() - format.fractionBits();
    return new Unpacked(
        format.isNegative(bits), lastBitExponent + 63 - leadingZeros, significand << leadingZeros);
  }
}

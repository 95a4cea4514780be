package trapeze.isa.fp;

/**
 * A binary interchange format of IEEE 754-2019: one sign bit, then the biased exponent, then the
 * fraction. A bit pattern is held in the low bits of a {@code long}, the bits above it are zero.
 *
 * @param exponentBits width of the exponent field in bits, at least 2
 * @param fractionBits width of the fraction field in bits, 1 to 52
 */
record Format(int exponentBits, int fractionBits) {
  /** binary16, the manual's half precision. */
  static final Format HALF = new Format(5, 10);

  /** binary32, the manual's single precision. */
  static final Format SINGLE = new Format(8, 23);

  /** binary64, the manual's double precision. */
  static final Format DOUBLE = new Format(11, 52);

  /** Bits of a normal number's significand, the leading 1 included. */
  int precision() {
    return fractionBits + 1;
  }

  /** What the exponent field holds for the exponent 0; also the largest exponent of a number. */
  int bias() {
    return (1 << (exponentBits - 1)) - 1;
  }

  /** The exponent of the smallest normal number. */
  int minExponent() {
    return 1 - bias();
  }

  long signBit() {
    return 1L << (exponentBits + fractionBits);
  }

  boolean isNegative(long bits) {
    return (bits & signBit()) != 0;
  }

  /** The pattern without its sign; magnitudes compare like the numbers they stand for. */
  long magnitude(long bits) {
    return bits & (signBit() - 1);
  }

  int exponentField(long bits) {
    return (int) (magnitude(bits) >>> fractionBits);
  }

  long fraction(long bits) {
    return bits & ((1L << fractionBits) - 1);
  }

  boolean isZero(long bits) {
    return magnitude(bits) == 0;
  }

  boolean isSubnormal(long bits) {
    return exponentField(bits) == 0 && !isZero(bits);
  }

  boolean isInfinite(long bits) {
    return magnitude(bits) == infinity(false);
  }

  boolean isNan(long bits) {
    return magnitude(bits) > infinity(false);
  }

  /** A NaN whose fraction's first bit is clear. */
  boolean isSignalling(long bits) {
    return isNan(bits) && (bits & quietBit()) == 0;
  }

  long zero(boolean negative) {
    return negative ? signBit() : 0;
  }

  long infinity(boolean negative) {
    return zero(negative) | (((1L << exponentBits) - 1) << fractionBits);
  }

  /** The finite number of largest magnitude. */
  long largest(boolean negative) {
    return infinity(negative) - 1;
  }

  /** The one NaN that operations return: positive, quiet, no payload (unpriv, "F", NaN). */
  long canonicalNan() {
    return infinity(false) | quietBit();
  }

  /** Raises invalid operation; the answer of an operation that has none. */
  long invalid(FpFlags flags) {
    flags.raise(FpFlags.NV);
    return canonicalNan();
  }

  /** The answer of an operation with a NaN among its operands: only a signalling one is invalid. */
  long nanResult(boolean anySignalling, FpFlags flags) {
    return anySignalling ? invalid(flags) : canonicalNan();
  }

  private long quietBit() {
    return 1L << (fractionBits - 1);
  }
}

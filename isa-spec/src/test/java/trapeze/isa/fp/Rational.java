package trapeze.isa.fp;

import java.math.BigInteger;

/** An exact number; the denominator is positive, the fraction not necessarily reduced. */
record Rational(BigInteger numerator, BigInteger denominator) {
  static final Rational ZERO = of(BigInteger.ZERO);

  static Rational of(BigInteger whole) {
    return new Rational(whole, BigInteger.ONE);
  }

  static Rational powerOfTwo(int exponent) {
    return exponent >= 0
        ? of(BigInteger.ONE.shiftLeft(exponent))
        : new Rational(BigInteger.ONE, BigInteger.ONE.shiftLeft(-exponent));
  }

  Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /** The quotient by a number other than zero. */
  Rational over(Rational other) {
    Rational inverse =
        other.signum() < 0
            ? new Rational(other.denominator.negate(), other.numerator.negate())
            : new Rational(other.denominator, other.numerator);
    return times(inverse);
  }

  Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  Rational abs() {
    return new Rational(numerator.abs(), denominator);
  }

  int signum() {
    return numerator.signum();
  }

  int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** The largest integer not above the number. */
  BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** The exponent of the largest power of two that is not above the number, which is positive. */
  int floorLog2() {
    int guess = numerator.bitLength() - denominator.bitLength();
    return compareTo(powerOfTwo(guess)) < 0 ? guess - 1 : guess;
  }

  /** The nearest integers as the rounding modes define them, from the definition's words. */
  BigInteger round(Rounding rounding) {
    BigInteger below = floor();
    Rational rest = plus(of(below.negate()));
    if (rest.signum() == 0) {
      return below;
    }
    BigInteger above = below.add(BigInteger.ONE);
    BigInteger outward = signum() < 0 ? below : above;
    BigInteger inward = signum() < 0 ? above : below;
    int toHalf = rest.compareTo(powerOfTwo(-1));
    BigInteger nearest = toHalf < 0 ? below : above;
    return switch (rounding) {
      case RDN -> below;
      case RUP -> above;
      case RTZ -> inward;
      case RMM -> toHalf == 0 ? outward : nearest;
      case RNE -> toHalf != 0 ? nearest : below.testBit(0) ? above : below;
    };
  }
}

package trapeze.isa.fp;

import java.math.BigInteger;

/**
 * What IEEE 754 asks of operations on finite numbers, by exact rational arithmetic. It takes only a
 * format's two widths from the code under test.
 */
final class ExactOracle {
  /** Enough bits below the binary point to tell any root from its neighbours. */
  private static final int ROOT_SCALE = 1300;

  /** A result and the flags it raises. */
  record Answer(long bits, int flags) {
    @Override
    public String toString() {
      return "0x%x, flags %d".formatted(bits, flags);
    }
  }

  private final int exponentBits;
  private final int fractionBits;
  private final int bias;

  ExactOracle(Format format) {
    this.exponentBits = format.exponentBits();
    this.fractionBits = format.fractionBits();
    this.bias = (1 << (exponentBits - 1)) - 1;
  }

  boolean isFinite(long bits) {
    return exponentField(bits) != (1 << exponentBits) - 1;
  }

  boolean isZero(long bits) {
    return value(bits).signum() == 0;
  }

  boolean isNegative(long bits) {
    return (bits >>> (exponentBits + fractionBits)) != 0;
  }

  /** The number that a finite pattern stands for; both zeros are 0. */
  Rational value(long bits) {
    long fraction = bits & ((1L << fractionBits) - 1);
    int field = exponentField(bits);
    long significand = field == 0 ? fraction : fraction + (1L << fractionBits);
    Rational magnitude =
        Rational.of(BigInteger.valueOf(significand))
            .times(Rational.powerOfTwo(Math.max(field, 1) - bias - fractionBits));
    return isNegative(bits) ? magnitude.negate() : magnitude;
  }

  Answer add(long a, long b, Rounding rounding) {
    return sum(value(a), isNegative(a), value(b), isNegative(b), rounding);
  }

  Answer multiply(long a, long b, Rounding rounding) {
    return round(value(a).times(value(b)), isNegative(a) != isNegative(b), rounding);
  }

  Answer multiplyAdd(long a, long b, long c, Rounding rounding) {
    boolean negative = isNegative(a) != isNegative(b);
    return sum(value(a).times(value(b)), negative, value(c), isNegative(c), rounding);
  }

  /** The quotient by a number other than zero. */
  Answer divide(long a, long b, Rounding rounding) {
    return round(value(a).over(value(b)), isNegative(a) != isNegative(b), rounding);
  }

  /** The root of a positive number; where it has no end, a number just as far from all others. */
  Answer squareRoot(long a, Rounding rounding) {
    Rational scaled = value(a).times(Rational.powerOfTwo(2 * ROOT_SCALE));
    BigInteger whole = scaled.floor();
    BigInteger root = whole.sqrt();
    boolean exact = Rational.of(root.multiply(root)).compareTo(scaled) == 0;
    BigInteger halves = root.shiftLeft(1).add(exact ? BigInteger.ZERO : BigInteger.ONE);
    return round(Rational.of(halves).times(Rational.powerOfTwo(-ROOT_SCALE - 1)), false, rounding);
  }

  private Answer sum(
      Rational x, boolean xNegative, Rational y, boolean yNegative, Rounding rounding) {
    boolean zeroNegative = xNegative == yNegative ? xNegative : rounding == Rounding.RDN;
    return round(x.plus(y), zeroNegative, rounding);
  }

  /** The number of the format for an exact one; {@code zeroNegative} is the sign of an exact 0. */
  Answer round(Rational exact, boolean zeroNegative, Rounding rounding) {
    boolean negative = exact.signum() == 0 ? zeroNegative : exact.signum() < 0;
    long sign = negative ? 1L << (exponentBits + fractionBits) : 0;
    if (exact.signum() == 0) {
      return new Answer(sign, 0);
    }
    int minExponent = 1 - bias;
    int exponent = exact.abs().floorLog2();
    int lastPlace = Math.max(exponent, minExponent) - fractionBits;
    Rational rounded = toMultiple(exact, lastPlace, rounding);
    boolean inexact = rounded.compareTo(exact) != 0;
    Rational magnitude = rounded.abs();
    if (magnitude.compareTo(Rational.powerOfTwo(bias + 1)) >= 0) {
      return new Answer(sign | tooLarge(negative, rounding), FpFlags.OF | FpFlags.NX);
    }
    boolean tiny =
        toMultiple(exact, exponent - fractionBits, rounding)
                .abs()
                .compareTo(Rational.powerOfTwo(minExponent))
            < 0;
    int flags = inexact ? FpFlags.NX | (tiny ? FpFlags.UF : 0) : 0;
    return new Answer(sign | encode(magnitude, minExponent), flags);
  }

  private static Rational toMultiple(Rational exact, int lastPlace, Rounding rounding) {
    BigInteger units = exact.times(Rational.powerOfTwo(-lastPlace)).round(rounding);
    return Rational.of(units).times(Rational.powerOfTwo(lastPlace));
  }

  private long tooLarge(boolean negative, Rounding rounding) {
    long infinity = ((1L << exponentBits) - 1) << fractionBits;
    return switch (rounding) {
      case RNE, RMM -> infinity;
      case RTZ -> infinity - 1;
      case RDN -> negative ? infinity : infinity - 1;
      case RUP -> negative ? infinity - 1 : infinity;
    };
  }

  private long encode(Rational magnitude, int minExponent) {
    if (magnitude.compareTo(Rational.powerOfTwo(minExponent)) < 0) {
      return magnitude.times(Rational.powerOfTwo(fractionBits - minExponent)).floor().longValue();
    }
    int exponent = magnitude.floorLog2();
    BigInteger significand = magnitude.times(Rational.powerOfTwo(fractionBits - exponent)).floor();
    return ((long) (exponent + bias) << fractionBits)
        | significand.clearBit(fractionBits).longValueExact();
  }

  private int exponentField(long bits) {
    return (int) (bits >>> fractionBits) & ((1 << exponentBits) - 1);
  }
}

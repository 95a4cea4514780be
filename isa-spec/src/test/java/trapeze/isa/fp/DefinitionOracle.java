package trapeze.isa.fp;

import java.math.BigInteger;
import trapeze.isa.fp.ExactOracle.Answer;
import trapeze.isa.fp.FpOperation.Kind;

/**
 * Every operation from the words of IEEE 754-2019 and the manual: exact arithmetic where there are
 * numbers, a table where there are none. It is slow, and shares no arithmetic with what it judges.
 */
final class DefinitionOracle {
  private static final Answer INVALID_TRUTH = new Answer(0, FpFlags.NV);

  private final FpOperation operation;
  private final Rounding rounding;
  private final Format format;
  private final ExactOracle exact;

  private DefinitionOracle(FpOperation operation, Rounding rounding) {
    this.operation = operation;
    this.rounding = rounding;
    boolean fromInteger = operation.operandKind() == Kind.INTEGER;
    this.format = format(fromInteger ? operation.resultKind() : operation.operandKind());
    this.exact = new ExactOracle(format);
  }

  static Format format(Kind kind) {
    return switch (kind) {
      case HALF -> Format.HALF;
      case SINGLE -> Format.SINGLE;
      case DOUBLE, INTEGER -> Format.DOUBLE;
    };
  }

  /** What an operation gives and raises. */
  static Answer apply(FpOperation operation, Rounding rounding, long a, long b, long c) {
    return new DefinitionOracle(operation, rounding).answer(a, b, c);
  }

  private Answer answer(long a, long b, long c) {
    String name = operation.name();
    if (name.equals("DOUBLE_TO_INT32_MODULAR")) {
      return modular(a);
    }
    if (name.contains("_TO_")) {
      return conversion(name.substring(0, name.indexOf("_TO_")), name, a);
    }
    return switch (name.substring(0, name.indexOf('_'))) {
      case "ADD" -> add(a, b);
      case "SUB" -> isNan(b) ? nan(a, b) : add(a, negated(b));
      case "MUL" -> multiply(a, b);
      case "DIV" -> divide(a, b);
      case "SQRT" -> root(a);
      case "MULADD" -> multiplyAdd(a, b, c);
      case "MIN" -> extreme(a, b, true, false);
      case "MAX" -> extreme(a, b, false, false);
      case "MINM" -> extreme(a, b, true, true);
      case "MAXM" -> extreme(a, b, false, true);
      case "EQ" -> unordered(a, b) ? quietly(a, b) : truth(order(a, b) == 0);
      case "LT" -> unordered(a, b) ? INVALID_TRUTH : truth(order(a, b) < 0);
      case "LE" -> unordered(a, b) ? INVALID_TRUTH : truth(order(a, b) <= 0);
      case "LTQ" -> unordered(a, b) ? quietly(a, b) : truth(order(a, b) < 0);
      case "LEQ" -> unordered(a, b) ? quietly(a, b) : truth(order(a, b) <= 0);
      case "CLASS" -> new Answer(1L << classOf(a), 0);
      case "ROUND" -> whole(a, false);
      case "ROUNDNX" -> whole(a, true);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Answer add(long a, long b) {
    if (unordered(a, b)) {
      return nan(a, b);
    }
    if (isInfinite(a) || isInfinite(b)) {
      boolean opposed = isInfinite(a) && isInfinite(b) && a != b;
      return opposed ? invalid() : new Answer(isInfinite(a) ? a : b, 0);
    }
    return exact.add(a, b, rounding);
  }

  private Answer multiply(long a, long b) {
    if (unordered(a, b)) {
      return nan(a, b);
    }
    if (isInfinite(a) || isInfinite(b)) {
      return exact.isFinite(a) && exact.isZero(a) || exact.isFinite(b) && exact.isZero(b)
          ? invalid()
          : new Answer(infinity(isNegative(a) != isNegative(b)), 0);
    }
    return exact.multiply(a, b, rounding);
  }

  private Answer divide(long a, long b) {
    boolean negative = isNegative(a) != isNegative(b);
    if (unordered(a, b)) {
      return nan(a, b);
    }
    if (isInfinite(a)) {
      return isInfinite(b) ? invalid() : new Answer(infinity(negative), 0);
    }
    if (isInfinite(b)) {
      return new Answer(zero(negative), 0);
    }
    if (exact.isZero(b)) {
      return exact.isZero(a) ? invalid() : new Answer(infinity(negative), FpFlags.DZ);
    }
    return exact.divide(a, b, rounding);
  }

  private Answer root(long a) {
    if (isNan(a)) {
      return nan(a, a);
    }
    if (exact.isFinite(a) && exact.isZero(a)) {
      return new Answer(a, 0);
    }
    if (isNegative(a)) {
      return invalid();
    }
    return isInfinite(a) ? new Answer(a, 0) : exact.squareRoot(a, rounding);
  }

  /** Infinity times zero is invalid even if a quiet NaN is added (unpriv, "F", fused). */
  private Answer multiplyAdd(long a, long b, long c) {
    if (!unordered(a, b) && multiply(a, b).flags() == FpFlags.NV) {
      return invalid();
    }
    if (unordered(a, b) || isNan(c)) {
      boolean signalling = isSignalling(a) || isSignalling(b) || isSignalling(c);
      return signalling ? invalid() : new Answer(nan(), 0);
    }
    if (isInfinite(a) || isInfinite(b)) {
      return add(infinity(isNegative(a) != isNegative(b)), c);
    }
    return isInfinite(c) ? new Answer(c, 0) : exact.multiplyAdd(a, b, c, rounding);
  }

  private Answer extreme(long a, long b, boolean smaller, boolean nanWins) {
    int flags = isSignalling(a) || isSignalling(b) ? FpFlags.NV : 0;
    if (unordered(a, b)) {
      boolean none = nanWins || (isNan(a) && isNan(b));
      return new Answer(none ? nan() : isNan(a) ? b : a, flags);
    }
    int order = order(a, b);
    boolean first = order == 0 ? isNegative(a) == smaller : order < 0 == smaller;
    return new Answer(first ? a : b, flags);
  }

  private Answer whole(long a, boolean tells) {
    if (isNan(a)) {
      return nan(a, a);
    }
    if (isInfinite(a)) {
      return new Answer(a, 0);
    }
    Rational value = exact.value(a);
    Rational rounded = Rational.of(value.round(rounding));
    long bits = exact.round(rounded, isNegative(a), rounding).bits();
    return new Answer(bits, tells && rounded.compareTo(value) != 0 ? FpFlags.NX : 0);
  }

  private Answer conversion(String from, String name, long a) {
    String to = name.substring(name.lastIndexOf('_') + 1);
    if (operation.operandKind() == Kind.INTEGER) {
      return exact.round(Rational.of(integer(a, from)), false, rounding);
    }
    if (operation.resultKind() == Kind.INTEGER) {
      return toInteger(a, to);
    }
    Format wanted = format(operation.resultKind());
    if (isNan(a)) {
      return new Answer(wanted.canonicalNan(), isSignalling(a) ? FpFlags.NV : 0);
    }
    if (isInfinite(a)) {
      return new Answer(wanted.infinity(isNegative(a)), 0);
    }
    return new ExactOracle(wanted).round(exact.value(a), isNegative(a), rounding);
  }

  private static int width(String type) {
    return type.endsWith("32") ? 32 : 64;
  }

  private static BigInteger integer(long register, String type) {
    BigInteger modulus = BigInteger.ONE.shiftLeft(width(type));
    BigInteger low = BigInteger.valueOf(register).mod(modulus);
    boolean below = !type.startsWith("U") && low.testBit(width(type) - 1);
    return below ? low.subtract(modulus) : low;
  }

  /** The manual's table of domains: what is beyond a limit is the limit, and invalid. */
  private Answer toInteger(long a, String type) {
    int width = width(type);
    boolean unsigned = type.startsWith("U");
    BigInteger least = unsigned ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(width - 1).negate();
    BigInteger most =
        BigInteger.ONE.shiftLeft(unsigned ? width : width - 1).subtract(BigInteger.ONE);
    if (isNan(a)) {
      return new Answer(register(most, width), FpFlags.NV);
    }
    if (isInfinite(a)) {
      return new Answer(register(isNegative(a) ? least : most, width), FpFlags.NV);
    }
    Rational value = exact.value(a);
    BigInteger whole = value.round(rounding);
    BigInteger limited = whole.max(least).min(most);
    if (!limited.equals(whole)) {
      return new Answer(register(limited, width), FpFlags.NV);
    }
    return new Answer(
        register(whole, width), Rational.of(whole).compareTo(value) == 0 ? 0 : FpFlags.NX);
  }

  private static long register(BigInteger number, int width) {
    return width == 32 ? number.intValue() : number.longValue();
  }

  private Answer modular(long a) {
    Answer saturated = apply(FpOperation.DOUBLE_TO_INT32, Rounding.RTZ, a, 0, 0);
    return new Answer(
        exact.isFinite(a) ? exact.value(a).round(Rounding.RTZ).intValue() : 0, saturated.flags());
  }

  private int classOf(long a) {
    if (isNan(a)) {
      return isSignalling(a) ? 8 : 9;
    }
    boolean negative = isNegative(a);
    if (isInfinite(a)) {
      return negative ? 0 : 7;
    }
    if (exact.isZero(a)) {
      return negative ? 3 : 4;
    }
    boolean normal =
        exact.value(a).abs().compareTo(Rational.powerOfTwo(2 - (1 << (format.exponentBits() - 1))))
            >= 0;
    return negative ? (normal ? 1 : 2) : (normal ? 6 : 5);
  }

  /** Below zero, zero or above it, as the first is to the second; infinities are beyond all. */
  private int order(long a, long b) {
    return extended(a).compareTo(extended(b));
  }

  private Rational extended(long a) {
    if (exact.isFinite(a)) {
      return exact.value(a);
    }
    Rational beyond = Rational.powerOfTwo(1 << format.exponentBits());
    return isNegative(a) ? beyond.negate() : beyond;
  }

  private boolean unordered(long a, long b) {
    return isNan(a) || isNan(b);
  }

  private Answer quietly(long a, long b) {
    return new Answer(0, nan(a, b).flags());
  }

  private static Answer truth(boolean holds) {
    return new Answer(holds ? 1 : 0, 0);
  }

  private Answer nan(long a, long b) {
    return isSignalling(a) || isSignalling(b) ? invalid() : new Answer(nan(), 0);
  }

  private Answer invalid() {
    return new Answer(nan(), FpFlags.NV);
  }

  private boolean isNan(long a) {
    return !exact.isFinite(a) && fraction(a) != 0;
  }

  private boolean isSignalling(long a) {
    return isNan(a) && fraction(a) >>> (format.fractionBits() - 1) == 0;
  }

  private boolean isInfinite(long a) {
    return !exact.isFinite(a) && fraction(a) == 0;
  }

  private boolean isNegative(long a) {
    return exact.isNegative(a);
  }

  private long fraction(long a) {
    return a & ((1L << format.fractionBits()) - 1);
  }

  private long negated(long a) {
    return a ^ zero(true);
  }

  private long zero(boolean negative) {
    return negative ? 1L << (format.exponentBits() + format.fractionBits()) : 0;
  }

  private long infinity(boolean negative) {
    return zero(negative) | ((1L << format.exponentBits()) - 1) << format.fractionBits();
  }

  private long nan() {
    return infinity(false) | 1L << (format.fractionBits() - 1);
  }
}

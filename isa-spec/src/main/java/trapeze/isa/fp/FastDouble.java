package trapeze.isa.fp;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static trapeze.isa.fp.Format.DOUBLE;

/**
 * Double precision by the Java machine's own arithmetic, which rounds to nearest, ties to even, and
 * raises no flags. A case is answered here only if no flag but inexact is possible; whether the
 * result is inexact is what an error-free transformation tells, and that is asked only while the
 * flag is still clear. All other cases go to the plain reading.
 *
 * <p>Each operation begins with what nearly always applies: to nearest, inexact raised before, and
 * a result between the smallest and the largest normal number, which no operand but a finite one
 * leads to. That much is small enough to become part of any code that calls it.
 *
 * <p>{@code Math.fma} is exact everywhere but quick only on a host that has the instruction.
 */
final class FastDouble {
  private static final int RNE = Rounding.RNE.code();

  /**
   * Bounds of magnitudes that are safe in the transformations: no intermediate result overflows,
   * and the last bit of a product's exact error, 2<sup>−105</sup> of it or more, is a normal
   * number.
   */
  private static final double SMALLEST = 0x1p-895;

  private static final double LARGEST = 0x1p896;

  private FastDouble() {}

  /**
   * Whether a result is beyond doubt: normal, and larger than the smallest normal number, which
   * what is tiny may have been rounded to. All flags but inexact are out of the question.
   */
  private static boolean isNormal(double result) {
    return Math.abs(result) > Double.MIN_NORMAL && Math.abs(result) <= Double.MAX_VALUE;
  }

  static long add(long a, long b, int rm, FpFlags flags) {
    double sum = longBitsToDouble(a) + longBitsToDouble(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && Math.abs(sum) <= Double.MAX_VALUE
        ? doubleToRawLongBits(sum)
        : addWithFlags(a, b, rm, flags);
  }

  private static long addWithFlags(long a, long b, int rm, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    if (rm == RNE && isNotLarge(x) && isNotLarge(y)) {
      double sum = x + y;
      if (flags.lacks(FpFlags.NX) && sumError(x, y, sum) != 0) {
        flags.raise(FpFlags.NX);
      }
      return doubleToRawLongBits(sum);
    }
    return AddSub.add(DOUBLE, a, b, rm, flags);
  }

  static long subtract(long a, long b, int rm, FpFlags flags) {
    double difference = longBitsToDouble(a) - longBitsToDouble(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && Math.abs(difference) <= Double.MAX_VALUE
        ? doubleToRawLongBits(difference)
        : addWithFlags(a, b ^ Long.MIN_VALUE, rm, flags);
  }

  static long multiply(long a, long b, int rm, FpFlags flags) {
    double product = longBitsToDouble(a) * longBitsToDouble(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && isNormal(product)
        ? doubleToRawLongBits(product)
        : multiplyWithFlags(a, b, rm, flags);
  }

  private static long multiplyWithFlags(long a, long b, int rm, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double product = x * y;
    if (rm == RNE && isSafeProduct(x, y, product)) {
      if (flags.lacks(FpFlags.NX) && Math.fma(x, y, -product) != 0) {
        flags.raise(FpFlags.NX);
      }
      return doubleToRawLongBits(product);
    }
    return Multiply.multiply(DOUBLE, a, b, rm, flags);
  }

  static long divide(long a, long b, int rm, FpFlags flags) {
    double quotient = longBitsToDouble(a) / longBitsToDouble(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && isNormal(quotient)
        ? doubleToRawLongBits(quotient)
        : divideWithFlags(a, b, rm, flags);
  }

  private static long divideWithFlags(long a, long b, int rm, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double quotient = x / y;
    if (rm == RNE && isModerate(x) && isModerate(y) && isModerate(quotient)) {
      if (flags.lacks(FpFlags.NX) && Math.fma(quotient, y, -x) != 0) {
        flags.raise(FpFlags.NX);
      }
      return doubleToRawLongBits(quotient);
    }
    return DivideSqrt.divide(DOUBLE, a, b, rm, flags);
  }

  static long squareRoot(long a, int rm, FpFlags flags) {
    double root = Math.sqrt(longBitsToDouble(a));
    return rm == RNE && !flags.lacks(FpFlags.NX) && isNormal(root)
        ? doubleToRawLongBits(root)
        : squareRootWithFlags(a, rm, flags);
  }

  private static long squareRootWithFlags(long a, int rm, FpFlags flags) {
    double x = longBitsToDouble(a);
    if (rm == RNE && x > 0 && isModerate(x)) {
      double root = Math.sqrt(x);
      if (flags.lacks(FpFlags.NX) && Math.fma(root, root, -x) != 0) {
        flags.raise(FpFlags.NX);
      }
      return doubleToRawLongBits(root);
    }
    return DivideSqrt.squareRoot(DOUBLE, a, rm, flags);
  }

  static long multiplyAdd(long a, long b, long c, int rm, FpFlags flags) {
    double result = Math.fma(longBitsToDouble(a), longBitsToDouble(b), longBitsToDouble(c));
    return rm == RNE && !flags.lacks(FpFlags.NX) && isNormal(result)
        ? doubleToRawLongBits(result)
        : multiplyAddWithFlags(a, b, c, rm, flags);
  }

  private static long multiplyAddWithFlags(long a, long b, long c, int rm, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    double z = longBitsToDouble(c);
    double product = x * y;
    if (rm == RNE && isSafeProduct(x, y, product) && (isModerate(z) || z == 0)) {
      double result = Math.fma(x, y, z);
      if (flags.lacks(FpFlags.NX) && multiplyAddError(x, y, z, product, result) != 0) {
        flags.raise(FpFlags.NX);
      }
      return doubleToRawLongBits(result);
    }
    return Multiply.multiplyAdd(DOUBLE, a, b, c, rm, flags);
  }

  static long minimum(long a, long b, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return x < y ? a : x > y ? b : Compare.minimum(DOUBLE, a, b, flags);
  }

  static long maximum(long a, long b, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return x > y ? a : x < y ? b : Compare.maximum(DOUBLE, a, b, flags);
  }

  static long equal(long a, long b, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return x == y ? 1 : x < y || x > y ? 0 : Compare.equal(DOUBLE, a, b, flags);
  }

  static long less(long a, long b, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return x < y ? 1 : x >= y ? 0 : Compare.less(DOUBLE, a, b, flags);
  }

  static long lessOrEqual(long a, long b, FpFlags flags) {
    double x = longBitsToDouble(a);
    double y = longBitsToDouble(b);
    return x <= y ? 1 : x > y ? 0 : Compare.lessOrEqual(DOUBLE, a, b, flags);
  }

  /** True for zero and subnormal numbers: a sum that small is exact. */
  private static boolean isNotLarge(double x) {
    return Math.abs(x) <= LARGEST;
  }

  private static boolean isModerate(double x) {
    return Math.abs(x) >= SMALLEST && Math.abs(x) <= LARGEST;
  }

  /** Moderate, or zero because a factor is. */
  private static boolean isSafeProduct(double x, double y, double product) {
    return isModerate(product) || (product == 0 && (x == 0 || y == 0));
  }

  /** Exactly {@code x + y − sum}: Knuth's TwoSum. */
  static double sumError(double x, double y, double sum) {
    double fromY = sum - x;
    return (x - (sum - fromY)) + (y - fromY);
  }

  /**
   * Zero if and only if {@code x × y + z} is {@code result} exactly. The product and two sums are
   * split into what is rounded and what is lost; what is left against the result is exact (Boldo
   * and Muller, "Exact and Approximated Error of the FMA", IEEE Transactions on Computers 60(2),
   * 2011).
   */
  private static double multiplyAddError(
      double x, double y, double z, double product, double result) {
    double productLow = Math.fma(x, y, -product);
    double low = z + productLow;
    double lost = sumError(z, productLow, low);
    double high = product + low;
    double highLost = sumError(product, low, high);
    return ((high - result) + highLost) + lost;
  }
}

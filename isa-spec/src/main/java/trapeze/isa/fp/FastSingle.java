package trapeze.isa.fp;

import static trapeze.isa.fp.Format.SINGLE;

/**
 * Single precision by the Java machine's own arithmetic, as {@link FastDouble} has it for double.
 * Here the errors are simpler to see: a product of two singles is exact in double, and a quotient's
 * or root's product is compared with what it should be. No product or sum of such products is so
 * small that double would make it zero.
 */
final class FastSingle {
  private static final int RNE = Rounding.RNE.code();

  /** Results from here on are not tiny, nor were they before rounding. */
  private static final float SMALLEST = 0x1p-125f;

  private FastSingle() {}

  static long add(long a, long b, int rm, FpFlags flags) {
    float sum = number(a) + number(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && Math.abs(sum) <= Float.MAX_VALUE
        ? bits(sum)
        : addWithFlags(a, b, rm, flags);
  }

  private static long addWithFlags(long a, long b, int rm, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    float sum = x + y;
    if (rm == RNE && Float.isFinite(sum)) {
      if (flags.lacks(FpFlags.NX) && !isExactSum(x, y, sum)) {
        flags.raise(FpFlags.NX);
      }
      return bits(sum);
    }
    return AddSub.add(SINGLE, a, b, rm, flags);
  }

  static long subtract(long a, long b, int rm, FpFlags flags) {
    float difference = number(a) - number(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && Math.abs(difference) <= Float.MAX_VALUE
        ? bits(difference)
        : addWithFlags(a, b ^ SINGLE.signBit(), rm, flags);
  }

  static long multiply(long a, long b, int rm, FpFlags flags) {
    float product = number(a) * number(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && isOrdinary(product)
        ? bits(product)
        : multiplyWithFlags(a, b, rm, flags);
  }

  private static long multiplyWithFlags(long a, long b, int rm, FpFlags flags) {
    double product = (double) number(a) * number(b);
    float result = (float) product;
    if (rm == RNE && (isOrdinary(result) || product == 0)) {
      if (result != product) {
        flags.raise(FpFlags.NX);
      }
      return bits(result);
    }
    return Multiply.multiply(SINGLE, a, b, rm, flags);
  }

  static long divide(long a, long b, int rm, FpFlags flags) {
    float quotient = number(a) / number(b);
    return rm == RNE && !flags.lacks(FpFlags.NX) && isOrdinary(quotient)
        ? bits(quotient)
        : divideWithFlags(a, b, rm, flags);
  }

  private static long divideWithFlags(long a, long b, int rm, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    float quotient = x / y;
    if (rm == RNE && isOrdinary(quotient)) {
      if ((double) quotient * y != x) {
        flags.raise(FpFlags.NX);
      }
      return bits(quotient);
    }
    return DivideSqrt.divide(SINGLE, a, b, rm, flags);
  }

  static long squareRoot(long a, int rm, FpFlags flags) {
    float root = (float) Math.sqrt(number(a));
    return rm == RNE && !flags.lacks(FpFlags.NX) && isOrdinary(root)
        ? bits(root)
        : squareRootWithFlags(a, rm, flags);
  }

  private static long squareRootWithFlags(long a, int rm, FpFlags flags) {
    float x = number(a);
    // A double's root, rounded again, is the single's: 53 bits are more than twice 24 and two.
    float root = (float) Math.sqrt(x);
    if (rm == RNE && isOrdinary(root)) {
      if ((double) root * root != x) {
        flags.raise(FpFlags.NX);
      }
      return bits(root);
    }
    return DivideSqrt.squareRoot(SINGLE, a, rm, flags);
  }

  static long multiplyAdd(long a, long b, long c, int rm, FpFlags flags) {
    float result = Math.fma(number(a), number(b), number(c));
    return rm == RNE && !flags.lacks(FpFlags.NX) && isOrdinary(result)
        ? bits(result)
        : multiplyAddWithFlags(a, b, c, rm, flags);
  }

  private static long multiplyAddWithFlags(long a, long b, long c, int rm, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    float z = number(c);
    double product = (double) x * y;
    float result = Math.fma(x, y, z);
    if (rm == RNE && (isOrdinary(result) || product + z == 0)) {
      if (flags.lacks(FpFlags.NX) && !isExactSum(product, z, result)) {
        flags.raise(FpFlags.NX);
      }
      return bits(result);
    }
    return Multiply.multiplyAdd(SINGLE, a, b, c, rm, flags);
  }

  static long minimum(long a, long b, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    return x < y ? a : x > y ? b : Compare.minimum(SINGLE, a, b, flags);
  }

  static long maximum(long a, long b, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    return x > y ? a : x < y ? b : Compare.maximum(SINGLE, a, b, flags);
  }

  static long equal(long a, long b, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    return x == y ? 1 : x < y || x > y ? 0 : Compare.equal(SINGLE, a, b, flags);
  }

  static long less(long a, long b, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    return x < y ? 1 : x >= y ? 0 : Compare.less(SINGLE, a, b, flags);
  }

  static long lessOrEqual(long a, long b, FpFlags flags) {
    float x = number(a);
    float y = number(b);
    return x <= y ? 1 : x > y ? 0 : Compare.lessOrEqual(SINGLE, a, b, flags);
  }

  /** Finite, and neither zero nor near the subnormal numbers. */
  static boolean isOrdinary(float result) {
    return Math.abs(result) >= SMALLEST && Math.abs(result) <= Float.MAX_VALUE;
  }

  static float number(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  static long bits(float number) {
    return Integer.toUnsignedLong(Float.floatToRawIntBits(number));
  }

  /** Whether a sum of doubles, each no larger than a product of singles, is this single. */
  private static boolean isExactSum(double x, double y, float result) {
    double sum = x + y;
    return sum == result && FastDouble.sumError(x, y, sum) == 0;
  }
}

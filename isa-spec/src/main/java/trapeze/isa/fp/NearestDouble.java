package trapeze.isa.fp;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

/**
 * Double precision to nearest, ties to even, on variables of the Java machine's own type, for code
 * that keeps registers in such: the operations of {@link SoftDouble} with another first question,
 * as short as can be, for it becomes part of all code that calls it.
 *
 * <p>The question is whether inexact has been raised, and the result is between the smallest and
 * the largest normal number; {@link FpFlags#largest} puts the first into the second. No operand but
 * a finite one leads there, and no flag but inexact is possible. It excludes the smallest normal
 * number itself, which what is tiny may have been rounded to. All else is as {@link SoftDouble} has
 * it. A sum is exact where it is tiny, so zero and subnormal numbers are not excluded.
 *
 * <p>Moving a number does not change its bits, a NaN's neither: the instructions of the hosts that
 * Java runs on do not, and nothing else here is done with a NaN.
 */
public final class NearestDouble {
  private static final int RNE = Rounding.RNE.code();

  private NearestDouble() {}

  /** FADD.D. */
  public static double add(double a, double b, FpFlags flags) {
    double sum = a + b;
    return Math.abs(sum) <= flags.largest ? sum : addWithFlags(a, b, flags);
  }

  /** FSUB.D. */
  public static double sub(double a, double b, FpFlags flags) {
    double difference = a - b;
    return Math.abs(difference) <= flags.largest ? difference : subtractWithFlags(a, b, flags);
  }

  /** FMUL.D. */
  public static double mul(double a, double b, FpFlags flags) {
    double product = a * b;
    return Math.abs(product) > Double.MIN_NORMAL && Math.abs(product) <= flags.largest
        ? product
        : multiplyWithFlags(a, b, flags);
  }

  /** FDIV.D. */
  public static double div(double a, double b, FpFlags flags) {
    double quotient = a / b;
    return Math.abs(quotient) > Double.MIN_NORMAL && Math.abs(quotient) <= flags.largest
        ? quotient
        : divideWithFlags(a, b, flags);
  }

  /** FSQRT.D; no root but zero is tiny. */
  public static double sqrt(double a, FpFlags flags) {
    double root = Math.sqrt(a);
    return root > 0 && root <= flags.largest ? root : squareRootWithFlags(a, flags);
  }

  /** FMADD.D: {@code a × b + c}, rounded once. */
  public static double mulAdd(double a, double b, double c, FpFlags flags) {
    double result = Math.fma(a, b, c);
    return Math.abs(result) > Double.MIN_NORMAL && Math.abs(result) <= flags.largest
        ? result
        : multiplyAddWithFlags(a, b, c, flags);
  }

  private static double addWithFlags(double a, double b, FpFlags flags) {
    return result(SoftDouble.add(bits(a), bits(b), RNE, flags), flags);
  }

  private static double subtractWithFlags(double a, double b, FpFlags flags) {
    return result(SoftDouble.sub(bits(a), bits(b), RNE, flags), flags);
  }

  private static double multiplyWithFlags(double a, double b, FpFlags flags) {
    return result(SoftDouble.mul(bits(a), bits(b), RNE, flags), flags);
  }

  private static double divideWithFlags(double a, double b, FpFlags flags) {
    return result(SoftDouble.div(bits(a), bits(b), RNE, flags), flags);
  }

  private static double squareRootWithFlags(double a, FpFlags flags) {
    return result(SoftDouble.sqrt(bits(a), RNE, flags), flags);
  }

  private static double multiplyAddWithFlags(double a, double b, double c, FpFlags flags) {
    return result(SoftDouble.mulAdd(bits(a), bits(b), bits(c), RNE, flags), flags);
  }

  private static double result(long bits, FpFlags flags) {
    flags.hold(flags.bits);
    return longBitsToDouble(bits);
  }

  private static long bits(double number) {
    return doubleToRawLongBits(number);
  }
}

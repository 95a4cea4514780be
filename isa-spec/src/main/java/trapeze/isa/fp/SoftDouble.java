package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;
import static trapeze.isa.fp.Format.HALF;

/**
 * The operations of double precision, as an engine calls them: quick in the common cases, by {@link
 * FastDouble} and {@link FastConvert}, and the same as {@link ReferenceFloat} in all.
 *
 * <p>{@link SoftFloat} says what all of them take and give.
 */
public final class SoftDouble {
  private SoftDouble() {}

  /** FADD.D. */
  public static long add(long a, long b, int rm, FpFlags flags) {
    return FastDouble.add(a, b, rm, flags);
  }

  /** FSUB.D. */
  public static long sub(long a, long b, int rm, FpFlags flags) {
    return FastDouble.subtract(a, b, rm, flags);
  }

  /** FMUL.D. */
  public static long mul(long a, long b, int rm, FpFlags flags) {
    return FastDouble.multiply(a, b, rm, flags);
  }

  /** FDIV.D. */
  public static long div(long a, long b, int rm, FpFlags flags) {
    return FastDouble.divide(a, b, rm, flags);
  }

  /** FSQRT.D. */
  public static long sqrt(long a, int rm, FpFlags flags) {
    return FastDouble.squareRoot(a, rm, flags);
  }

  /** FMADD.D: {@code a × b + c}, rounded once. */
  public static long mulAdd(long a, long b, long c, int rm, FpFlags flags) {
    return FastDouble.multiplyAdd(a, b, c, rm, flags);
  }

  /** FMIN.D. */
  public static long min(long a, long b, FpFlags flags) {
    return FastDouble.minimum(a, b, flags);
  }

  /** FMAX.D. */
  public static long max(long a, long b, FpFlags flags) {
    return FastDouble.maximum(a, b, flags);
  }

  /** FEQ.D. */
  public static long eq(long a, long b, FpFlags flags) {
    return FastDouble.equal(a, b, flags);
  }

  /** FLT.D. */
  public static long lt(long a, long b, FpFlags flags) {
    return FastDouble.less(a, b, flags);
  }

  /** FLE.D. */
  public static long le(long a, long b, FpFlags flags) {
    return FastDouble.lessOrEqual(a, b, flags);
  }

  /** FCLASS.D. */
  public static long classify(long a, FpFlags flags) {
    return Compare.classify(DOUBLE, a);
  }

  /** FCVT.W.D. */
  public static long toInt32(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.WU.D. */
  public static long toUint32(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.L.D. */
  public static long toInt64(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.LU.D. */
  public static long toUint64(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.D.W. */
  public static long fromInt32(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.D.WU. */
  public static long fromUint32(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.D.L. */
  public static long fromInt64(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.D.LU. */
  public static long fromUint64(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.H.D. */
  public static long toHalf(long a, int rm, FpFlags flags) {
    return Convert.toFormat(DOUBLE, HALF, a, rm, flags);
  }

  /** FCVT.S.D. */
  public static long toSingle(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToSingle(a, rm, flags);
  }

  /** FMINM.D. */
  public static long minm(long a, long b, FpFlags flags) {
    return Compare.minimumOrNan(DOUBLE, a, b, flags);
  }

  /** FMAXM.D. */
  public static long maxm(long a, long b, FpFlags flags) {
    return Compare.maximumOrNan(DOUBLE, a, b, flags);
  }

  /** FLTQ.D. */
  public static long ltq(long a, long b, FpFlags flags) {
    return Compare.lessQuietly(DOUBLE, a, b, flags);
  }

  /** FLEQ.D. */
  public static long leq(long a, long b, FpFlags flags) {
    return Compare.lessOrEqualQuietly(DOUBLE, a, b, flags);
  }

  /** FROUND.D. */
  public static long round(long a, int rm, FpFlags flags) {
    return Integral.round(DOUBLE, a, rm, flags);
  }

  /** FROUNDNX.D. */
  public static long roundnx(long a, int rm, FpFlags flags) {
    return Integral.roundExact(DOUBLE, a, rm, flags);
  }

  /** FCVTMOD.W.D. */
  public static long toInt32Modular(long a, FpFlags flags) {
    return Integral.modular32(a, flags);
  }
}

package trapeze.isa.fp;

import static trapeze.isa.fp.Format.HALF;
import static trapeze.isa.fp.Format.SINGLE;

/**
 * The operations of single precision, as an engine calls them: quick in the common cases, by {@link
 * FastSingle} and {@link FastConvert}, and the same as {@link ReferenceFloat} in all.
 *
 * <p>{@link SoftFloat} says what all of them take and give.
 */
public final class SoftSingle {
  private SoftSingle() {}

  /** FADD.S. */
  public static long add(long a, long b, int rm, FpFlags flags) {
    return FastSingle.add(a, b, rm, flags);
  }

  /** FSUB.S. */
  public static long sub(long a, long b, int rm, FpFlags flags) {
    return FastSingle.subtract(a, b, rm, flags);
  }

  /** FMUL.S. */
  public static long mul(long a, long b, int rm, FpFlags flags) {
    return FastSingle.multiply(a, b, rm, flags);
  }

  /** FDIV.S. */
  public static long div(long a, long b, int rm, FpFlags flags) {
    return FastSingle.divide(a, b, rm, flags);
  }

  /** FSQRT.S. */
  public static long sqrt(long a, int rm, FpFlags flags) {
    return FastSingle.squareRoot(a, rm, flags);
  }

  /** FMADD.S: {@code a × b + c}, rounded once. */
  public static long mulAdd(long a, long b, long c, int rm, FpFlags flags) {
    return FastSingle.multiplyAdd(a, b, c, rm, flags);
  }

  /** FMIN.S. */
  public static long min(long a, long b, FpFlags flags) {
    return FastSingle.minimum(a, b, flags);
  }

  /** FMAX.S. */
  public static long max(long a, long b, FpFlags flags) {
    return FastSingle.maximum(a, b, flags);
  }

  /** FEQ.S. */
  public static long eq(long a, long b, FpFlags flags) {
    return FastSingle.equal(a, b, flags);
  }

  /** FLT.S. */
  public static long lt(long a, long b, FpFlags flags) {
    return FastSingle.less(a, b, flags);
  }

  /** FLE.S. */
  public static long le(long a, long b, FpFlags flags) {
    return FastSingle.lessOrEqual(a, b, flags);
  }

  /** FCLASS.S. */
  public static long classify(long a, FpFlags flags) {
    return Compare.classify(SINGLE, a);
  }

  /** FCVT.W.S. */
  public static long toInt32(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.WU.S. */
  public static long toUint32(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.L.S. */
  public static long toInt64(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.LU.S. */
  public static long toUint64(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.S.W. */
  public static long fromInt32(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.S.WU. */
  public static long fromUint32(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.S.L. */
  public static long fromInt64(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.S.LU. */
  public static long fromUint64(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.H.S. */
  public static long toHalf(long a, int rm, FpFlags flags) {
    return Convert.toFormat(SINGLE, HALF, a, rm, flags);
  }

  /** FCVT.D.S. */
  public static long toDouble(long a, int rm, FpFlags flags) {
    return FastConvert.singleToDouble(a, rm, flags);
  }

  /** FMINM.S. */
  public static long minm(long a, long b, FpFlags flags) {
    return Compare.minimumOrNan(SINGLE, a, b, flags);
  }

  /** FMAXM.S. */
  public static long maxm(long a, long b, FpFlags flags) {
    return Compare.maximumOrNan(SINGLE, a, b, flags);
  }

  /** FLTQ.S. */
  public static long ltq(long a, long b, FpFlags flags) {
    return Compare.lessQuietly(SINGLE, a, b, flags);
  }

  /** FLEQ.S. */
  public static long leq(long a, long b, FpFlags flags) {
    return Compare.lessOrEqualQuietly(SINGLE, a, b, flags);
  }

  /** FROUND.S. */
  public static long round(long a, int rm, FpFlags flags) {
    return Integral.round(SINGLE, a, rm, flags);
  }

  /** FROUNDNX.S. */
  public static long roundnx(long a, int rm, FpFlags flags) {
    return Integral.roundExact(SINGLE, a, rm, flags);
  }
}

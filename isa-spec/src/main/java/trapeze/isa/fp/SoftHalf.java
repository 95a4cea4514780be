package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;
import static trapeze.isa.fp.Format.HALF;
import static trapeze.isa.fp.Format.SINGLE;

/**
 * The operations of half precision, as an engine calls them. No fast reading: it is for storage
 * mostly, and the plain one of so short a format is quick enough.
 *
 * <p>{@link SoftFloat} says what all of them take and give.
 */
public final class SoftHalf {
  private SoftHalf() {}

  /** FADD.H. */
  public static long add(long a, long b, int rm, FpFlags flags) {
    return AddSub.add(HALF, a, b, rm, flags);
  }

  /** FSUB.H. */
  public static long sub(long a, long b, int rm, FpFlags flags) {
    return AddSub.subtract(HALF, a, b, rm, flags);
  }

  /** FMUL.H. */
  public static long mul(long a, long b, int rm, FpFlags flags) {
    return Multiply.multiply(HALF, a, b, rm, flags);
  }

  /** FDIV.H. */
  public static long div(long a, long b, int rm, FpFlags flags) {
    return DivideSqrt.divide(HALF, a, b, rm, flags);
  }

  /** FSQRT.H. */
  public static long sqrt(long a, int rm, FpFlags flags) {
    return DivideSqrt.squareRoot(HALF, a, rm, flags);
  }

  /** FMADD.H: {@code a × b + c}, rounded once. */
  public static long mulAdd(long a, long b, long c, int rm, FpFlags flags) {
    return Multiply.multiplyAdd(HALF, a, b, c, rm, flags);
  }

  /** FMIN.H. */
  public static long min(long a, long b, FpFlags flags) {
    return Compare.minimum(HALF, a, b, flags);
  }

  /** FMAX.H. */
  public static long max(long a, long b, FpFlags flags) {
    return Compare.maximum(HALF, a, b, flags);
  }

  /** FEQ.H. */
  public static long eq(long a, long b, FpFlags flags) {
    return Compare.equal(HALF, a, b, flags);
  }

  /** FLT.H. */
  public static long lt(long a, long b, FpFlags flags) {
    return Compare.less(HALF, a, b, flags);
  }

  /** FLE.H. */
  public static long le(long a, long b, FpFlags flags) {
    return Compare.lessOrEqual(HALF, a, b, flags);
  }

  /** FCLASS.H. */
  public static long classify(long a, FpFlags flags) {
    return Compare.classify(HALF, a);
  }

  /** FCVT.W.H. */
  public static long toInt32(long a, int rm, FpFlags flags) {
    return Convert.toInteger(HALF, IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.WU.H. */
  public static long toUint32(long a, int rm, FpFlags flags) {
    return Convert.toInteger(HALF, IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.L.H. */
  public static long toInt64(long a, int rm, FpFlags flags) {
    return Convert.toInteger(HALF, IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.LU.H. */
  public static long toUint64(long a, int rm, FpFlags flags) {
    return Convert.toInteger(HALF, IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.H.W. */
  public static long fromInt32(long a, int rm, FpFlags flags) {
    return Convert.fromInteger(HALF, IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.H.WU. */
  public static long fromUint32(long a, int rm, FpFlags flags) {
    return Convert.fromInteger(HALF, IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.H.L. */
  public static long fromInt64(long a, int rm, FpFlags flags) {
    return Convert.fromInteger(HALF, IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.H.LU. */
  public static long fromUint64(long a, int rm, FpFlags flags) {
    return Convert.fromInteger(HALF, IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.S.H. */
  public static long toSingle(long a, int rm, FpFlags flags) {
    return Convert.toFormat(HALF, SINGLE, a, rm, flags);
  }

  /** FCVT.D.H. */
  public static long toDouble(long a, int rm, FpFlags flags) {
    return Convert.toFormat(HALF, DOUBLE, a, rm, flags);
  }

  /** FMINM.H. */
  public static long minm(long a, long b, FpFlags flags) {
    return Compare.minimumOrNan(HALF, a, b, flags);
  }

  /** FMAXM.H. */
  public static long maxm(long a, long b, FpFlags flags) {
    return Compare.maximumOrNan(HALF, a, b, flags);
  }

  /** FLTQ.H. */
  public static long ltq(long a, long b, FpFlags flags) {
    return Compare.lessQuietly(HALF, a, b, flags);
  }

  /** FLEQ.H. */
  public static long leq(long a, long b, FpFlags flags) {
    return Compare.lessOrEqualQuietly(HALF, a, b, flags);
  }

  /** FROUND.H. */
  public static long round(long a, int rm, FpFlags flags) {
    return Integral.round(HALF, a, rm, flags);
  }

  /** FROUNDNX.H. */
  public static long roundnx(long a, int rm, FpFlags flags) {
    return Integral.roundExact(HALF, a, rm, flags);
  }
}

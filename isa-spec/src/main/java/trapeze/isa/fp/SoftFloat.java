package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;
import static trapeze.isa.fp.Format.SINGLE;

/**
 * The floating-point operations as an engine calls them: one static method each, quick in the
 * common cases and the same as {@link ReferenceFloat} in all.
 *
 * <p>Every method takes its operands as {@link FpOperation} says, a rounding mode 0 to 4 if its
 * instruction has one, and the flags to raise. FMSUB, FNMSUB and FNMADD are {@code mulAdd} with the
 * sign bits of {@code c}, of {@code a}, or of both flipped; FSGNJ and the moves are no arithmetic.
 */
public final class SoftFloat {
  private static final long BOX = 0xffff_ffff_0000_0000L;

  private SoftFloat() {}

  /**
   * The single in a 64-bit register: its 32 bits, or the canonical NaN if the upper half of the
   * register is not all ones (unpriv, "D", NaN boxing of narrower values).
   */
  public static long unboxSingle(long register) {
    return (register & BOX) == BOX ? register & ~BOX : SINGLE.canonicalNan();
  }

  /** A single, 32 bits, as a 64-bit register holds it: under 32 ones. */
  public static long boxSingle(long single) {
    return single | BOX;
  }

  /**
   * Carries out an operation.
   *
   * @param rm rounding mode, 0 to 4; any value where the operation takes none
   * @param a first operand
   * @param b second operand, ignored where there is none
   * @param c third operand, ignored where there is none
   * @param flags receives the exceptions raised
   */
  public static long apply(FpOperation operation, int rm, long a, long b, long c, FpFlags flags) {
    return switch (operation) {
      case ADD_SINGLE -> addSingle(a, b, rm, flags);
      case SUB_SINGLE -> subSingle(a, b, rm, flags);
      case MUL_SINGLE -> mulSingle(a, b, rm, flags);
      case DIV_SINGLE -> divSingle(a, b, rm, flags);
      case SQRT_SINGLE -> sqrtSingle(a, rm, flags);
      case MULADD_SINGLE -> mulAddSingle(a, b, c, rm, flags);
      case MIN_SINGLE -> minSingle(a, b, flags);
      case MAX_SINGLE -> maxSingle(a, b, flags);
      case EQ_SINGLE -> eqSingle(a, b, flags);
      case LT_SINGLE -> ltSingle(a, b, flags);
      case LE_SINGLE -> leSingle(a, b, flags);
      case CLASS_SINGLE -> classSingle(a, flags);
      case SINGLE_TO_INT32 -> singleToInt32(a, rm, flags);
      case SINGLE_TO_UINT32 -> singleToUint32(a, rm, flags);
      case SINGLE_TO_INT64 -> singleToInt64(a, rm, flags);
      case SINGLE_TO_UINT64 -> singleToUint64(a, rm, flags);
      case INT32_TO_SINGLE -> int32ToSingle(a, rm, flags);
      case UINT32_TO_SINGLE -> uint32ToSingle(a, rm, flags);
      case INT64_TO_SINGLE -> int64ToSingle(a, rm, flags);
      case UINT64_TO_SINGLE -> uint64ToSingle(a, rm, flags);
      case SINGLE_TO_DOUBLE -> singleToDouble(a, rm, flags);
      case ADD_DOUBLE -> addDouble(a, b, rm, flags);
      case SUB_DOUBLE -> subDouble(a, b, rm, flags);
      case MUL_DOUBLE -> mulDouble(a, b, rm, flags);
      case DIV_DOUBLE -> divDouble(a, b, rm, flags);
      case SQRT_DOUBLE -> sqrtDouble(a, rm, flags);
      case MULADD_DOUBLE -> mulAddDouble(a, b, c, rm, flags);
      case MIN_DOUBLE -> minDouble(a, b, flags);
      case MAX_DOUBLE -> maxDouble(a, b, flags);
      case EQ_DOUBLE -> eqDouble(a, b, flags);
      case LT_DOUBLE -> ltDouble(a, b, flags);
      case LE_DOUBLE -> leDouble(a, b, flags);
      case CLASS_DOUBLE -> classDouble(a, flags);
      case DOUBLE_TO_INT32 -> doubleToInt32(a, rm, flags);
      case DOUBLE_TO_UINT32 -> doubleToUint32(a, rm, flags);
      case DOUBLE_TO_INT64 -> doubleToInt64(a, rm, flags);
      case DOUBLE_TO_UINT64 -> doubleToUint64(a, rm, flags);
      case INT32_TO_DOUBLE -> int32ToDouble(a, rm, flags);
      case UINT32_TO_DOUBLE -> uint32ToDouble(a, rm, flags);
      case INT64_TO_DOUBLE -> int64ToDouble(a, rm, flags);
      case UINT64_TO_DOUBLE -> uint64ToDouble(a, rm, flags);
      case DOUBLE_TO_SINGLE -> doubleToSingle(a, rm, flags);
    };
  }

  /** FADD.S. */
  public static long addSingle(long a, long b, int rm, FpFlags flags) {
    return FastSingle.add(a, b, rm, flags);
  }

  /** FSUB.S. */
  public static long subSingle(long a, long b, int rm, FpFlags flags) {
    return FastSingle.subtract(a, b, rm, flags);
  }

  /** FMUL.S. */
  public static long mulSingle(long a, long b, int rm, FpFlags flags) {
    return FastSingle.multiply(a, b, rm, flags);
  }

  /** FDIV.S. */
  public static long divSingle(long a, long b, int rm, FpFlags flags) {
    return FastSingle.divide(a, b, rm, flags);
  }

  /** FSQRT.S. */
  public static long sqrtSingle(long a, int rm, FpFlags flags) {
    return FastSingle.squareRoot(a, rm, flags);
  }

  /** FMADD.S: {@code a × b + c}, rounded once. */
  public static long mulAddSingle(long a, long b, long c, int rm, FpFlags flags) {
    return FastSingle.multiplyAdd(a, b, c, rm, flags);
  }

  /** FMIN.S. */
  public static long minSingle(long a, long b, FpFlags flags) {
    return FastSingle.minimum(a, b, flags);
  }

  /** FMAX.S. */
  public static long maxSingle(long a, long b, FpFlags flags) {
    return FastSingle.maximum(a, b, flags);
  }

  /** FEQ.S. */
  public static long eqSingle(long a, long b, FpFlags flags) {
    return FastSingle.equal(a, b, flags);
  }

  /** FLT.S. */
  public static long ltSingle(long a, long b, FpFlags flags) {
    return FastSingle.less(a, b, flags);
  }

  /** FLE.S. */
  public static long leSingle(long a, long b, FpFlags flags) {
    return FastSingle.lessOrEqual(a, b, flags);
  }

  /** FCLASS.S. */
  public static long classSingle(long a, FpFlags flags) {
    return Compare.classify(SINGLE, a);
  }

  /** FCVT.W.S. */
  public static long singleToInt32(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.WU.S. */
  public static long singleToUint32(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.L.S. */
  public static long singleToInt64(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.LU.S. */
  public static long singleToUint64(long a, int rm, FpFlags flags) {
    return FastConvert.singleToInteger(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.S.W. */
  public static long int32ToSingle(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.S.WU. */
  public static long uint32ToSingle(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.S.L. */
  public static long int64ToSingle(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.S.LU. */
  public static long uint64ToSingle(long a, int rm, FpFlags flags) {
    return FastConvert.integerToSingle(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.D.S. */
  public static long singleToDouble(long a, int rm, FpFlags flags) {
    return FastConvert.singleToDouble(a, rm, flags);
  }

  /** FADD.D. */
  public static long addDouble(long a, long b, int rm, FpFlags flags) {
    return FastDouble.add(a, b, rm, flags);
  }

  /** FSUB.D. */
  public static long subDouble(long a, long b, int rm, FpFlags flags) {
    return FastDouble.subtract(a, b, rm, flags);
  }

  /** FMUL.D. */
  public static long mulDouble(long a, long b, int rm, FpFlags flags) {
    return FastDouble.multiply(a, b, rm, flags);
  }

  /** FDIV.D. */
  public static long divDouble(long a, long b, int rm, FpFlags flags) {
    return FastDouble.divide(a, b, rm, flags);
  }

  /** FSQRT.D. */
  public static long sqrtDouble(long a, int rm, FpFlags flags) {
    return FastDouble.squareRoot(a, rm, flags);
  }

  /** FMADD.D: {@code a × b + c}, rounded once. */
  public static long mulAddDouble(long a, long b, long c, int rm, FpFlags flags) {
    return FastDouble.multiplyAdd(a, b, c, rm, flags);
  }

  /** FMIN.D. */
  public static long minDouble(long a, long b, FpFlags flags) {
    return FastDouble.minimum(a, b, flags);
  }

  /** FMAX.D. */
  public static long maxDouble(long a, long b, FpFlags flags) {
    return FastDouble.maximum(a, b, flags);
  }

  /** FEQ.D. */
  public static long eqDouble(long a, long b, FpFlags flags) {
    return FastDouble.equal(a, b, flags);
  }

  /** FLT.D. */
  public static long ltDouble(long a, long b, FpFlags flags) {
    return FastDouble.less(a, b, flags);
  }

  /** FLE.D. */
  public static long leDouble(long a, long b, FpFlags flags) {
    return FastDouble.lessOrEqual(a, b, flags);
  }

  /** FCLASS.D. */
  public static long classDouble(long a, FpFlags flags) {
    return Compare.classify(DOUBLE, a);
  }

  /** FCVT.W.D. */
  public static long doubleToInt32(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.WU.D. */
  public static long doubleToUint32(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.L.D. */
  public static long doubleToInt64(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.LU.D. */
  public static long doubleToUint64(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToInteger(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.D.W. */
  public static long int32ToDouble(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.INT32, a, rm, flags);
  }

  /** FCVT.D.WU. */
  public static long uint32ToDouble(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.UINT32, a, rm, flags);
  }

  /** FCVT.D.L. */
  public static long int64ToDouble(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.INT64, a, rm, flags);
  }

  /** FCVT.D.LU. */
  public static long uint64ToDouble(long a, int rm, FpFlags flags) {
    return FastConvert.integerToDouble(IntegerType.UINT64, a, rm, flags);
  }

  /** FCVT.S.D. */
  public static long doubleToSingle(long a, int rm, FpFlags flags) {
    return FastConvert.doubleToSingle(a, rm, flags);
  }
}

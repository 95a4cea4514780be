package trapeze.isa.fp;

import static trapeze.isa.fp.Format.DOUBLE;
import static trapeze.isa.fp.Format.HALF;
import static trapeze.isa.fp.Format.SINGLE;

/** The plain reading of every operation: integer arithmetic only, one rounding. */
public final class ReferenceFloat {
  private ReferenceFloat() {}

  /**
   * Carries out an operation.
   *
   * @param rm rounding mode, 0 to 4; any value where the operation takes none
   * @param a first operand, as {@link FpOperation} says
   * @param b second operand, ignored where there is none
   * @param c third operand, ignored where there is none
   * @param flags receives the exceptions raised
   * @return the result, as {@link FpOperation} says
   */
  public static long apply(FpOperation operation, int rm, long a, long b, long c, FpFlags flags) {
    return switch (operation) {
      case ADD_SINGLE -> AddSub.add(SINGLE, a, b, rm, flags);
      case SUB_SINGLE -> AddSub.subtract(SINGLE, a, b, rm, flags);
      case MUL_SINGLE -> Multiply.multiply(SINGLE, a, b, rm, flags);
      case DIV_SINGLE -> DivideSqrt.divide(SINGLE, a, b, rm, flags);
      case SQRT_SINGLE -> DivideSqrt.squareRoot(SINGLE, a, rm, flags);
      case MULADD_SINGLE -> Multiply.multiplyAdd(SINGLE, a, b, c, rm, flags);
      case MIN_SINGLE -> Compare.minimum(SINGLE, a, b, flags);
      case MAX_SINGLE -> Compare.maximum(SINGLE, a, b, flags);
      case EQ_SINGLE -> Compare.equal(SINGLE, a, b, flags);
      case LT_SINGLE -> Compare.less(SINGLE, a, b, flags);
      case LE_SINGLE -> Compare.lessOrEqual(SINGLE, a, b, flags);
      case CLASS_SINGLE -> Compare.classify(SINGLE, a);
      case SINGLE_TO_INT32 -> Convert.toInteger(SINGLE, IntegerType.INT32, a, rm, flags);
      case SINGLE_TO_UINT32 -> Convert.toInteger(SINGLE, IntegerType.UINT32, a, rm, flags);
      case SINGLE_TO_INT64 -> Convert.toInteger(SINGLE, IntegerType.INT64, a, rm, flags);
      case SINGLE_TO_UINT64 -> Convert.toInteger(SINGLE, IntegerType.UINT64, a, rm, flags);
      case INT32_TO_SINGLE -> Convert.fromInteger(SINGLE, IntegerType.INT32, a, rm, flags);
      case UINT32_TO_SINGLE -> Convert.fromInteger(SINGLE, IntegerType.UINT32, a, rm, flags);
      case INT64_TO_SINGLE -> Convert.fromInteger(SINGLE, IntegerType.INT64, a, rm, flags);
      case UINT64_TO_SINGLE -> Convert.fromInteger(SINGLE, IntegerType.UINT64, a, rm, flags);
      case SINGLE_TO_HALF -> Convert.toFormat(SINGLE, HALF, a, rm, flags);
      case SINGLE_TO_DOUBLE -> Convert.toFormat(SINGLE, DOUBLE, a, rm, flags);
      case MINM_SINGLE -> Compare.minimumOrNan(SINGLE, a, b, flags);
      case MAXM_SINGLE -> Compare.maximumOrNan(SINGLE, a, b, flags);
      case LTQ_SINGLE -> Compare.lessQuietly(SINGLE, a, b, flags);
      case LEQ_SINGLE -> Compare.lessOrEqualQuietly(SINGLE, a, b, flags);
      case ROUND_SINGLE -> Integral.round(SINGLE, a, rm, flags);
      case ROUNDNX_SINGLE -> Integral.roundExact(SINGLE, a, rm, flags);
      case ADD_DOUBLE -> AddSub.add(DOUBLE, a, b, rm, flags);
      case SUB_DOUBLE -> AddSub.subtract(DOUBLE, a, b, rm, flags);
      case MUL_DOUBLE -> Multiply.multiply(DOUBLE, a, b, rm, flags);
      case DIV_DOUBLE -> DivideSqrt.divide(DOUBLE, a, b, rm, flags);
      case SQRT_DOUBLE -> DivideSqrt.squareRoot(DOUBLE, a, rm, flags);
      case MULADD_DOUBLE -> Multiply.multiplyAdd(DOUBLE, a, b, c, rm, flags);
      case MIN_DOUBLE -> Compare.minimum(DOUBLE, a, b, flags);
      case MAX_DOUBLE -> Compare.maximum(DOUBLE, a, b, flags);
      case EQ_DOUBLE -> Compare.equal(DOUBLE, a, b, flags);
      case LT_DOUBLE -> Compare.less(DOUBLE, a, b, flags);
      case LE_DOUBLE -> Compare.lessOrEqual(DOUBLE, a, b, flags);
      case CLASS_DOUBLE -> Compare.classify(DOUBLE, a);
      case DOUBLE_TO_INT32 -> Convert.toInteger(DOUBLE, IntegerType.INT32, a, rm, flags);
      case DOUBLE_TO_UINT32 -> Convert.toInteger(DOUBLE, IntegerType.UINT32, a, rm, flags);
      case DOUBLE_TO_INT64 -> Convert.toInteger(DOUBLE, IntegerType.INT64, a, rm, flags);
      case DOUBLE_TO_UINT64 -> Convert.toInteger(DOUBLE, IntegerType.UINT64, a, rm, flags);
      case INT32_TO_DOUBLE -> Convert.fromInteger(DOUBLE, IntegerType.INT32, a, rm, flags);
      case UINT32_TO_DOUBLE -> Convert.fromInteger(DOUBLE, IntegerType.UINT32, a, rm, flags);
      case INT64_TO_DOUBLE -> Convert.fromInteger(DOUBLE, IntegerType.INT64, a, rm, flags);
      case UINT64_TO_DOUBLE -> Convert.fromInteger(DOUBLE, IntegerType.UINT64, a, rm, flags);
      case DOUBLE_TO_HALF -> Convert.toFormat(DOUBLE, HALF, a, rm, flags);
      case DOUBLE_TO_SINGLE -> Convert.toFormat(DOUBLE, SINGLE, a, rm, flags);
      case MINM_DOUBLE -> Compare.minimumOrNan(DOUBLE, a, b, flags);
      case MAXM_DOUBLE -> Compare.maximumOrNan(DOUBLE, a, b, flags);
      case LTQ_DOUBLE -> Compare.lessQuietly(DOUBLE, a, b, flags);
      case LEQ_DOUBLE -> Compare.lessOrEqualQuietly(DOUBLE, a, b, flags);
      case ROUND_DOUBLE -> Integral.round(DOUBLE, a, rm, flags);
      case ROUNDNX_DOUBLE -> Integral.roundExact(DOUBLE, a, rm, flags);
      case DOUBLE_TO_INT32_MODULAR -> Integral.modular32(a, flags);
      case ADD_HALF -> AddSub.add(HALF, a, b, rm, flags);
      case SUB_HALF -> AddSub.subtract(HALF, a, b, rm, flags);
      case MUL_HALF -> Multiply.multiply(HALF, a, b, rm, flags);
      case DIV_HALF -> DivideSqrt.divide(HALF, a, b, rm, flags);
      case SQRT_HALF -> DivideSqrt.squareRoot(HALF, a, rm, flags);
      case MULADD_HALF -> Multiply.multiplyAdd(HALF, a, b, c, rm, flags);
      case MIN_HALF -> Compare.minimum(HALF, a, b, flags);
      case MAX_HALF -> Compare.maximum(HALF, a, b, flags);
      case EQ_HALF -> Compare.equal(HALF, a, b, flags);
      case LT_HALF -> Compare.less(HALF, a, b, flags);
      case LE_HALF -> Compare.lessOrEqual(HALF, a, b, flags);
      case CLASS_HALF -> Compare.classify(HALF, a);
      case HALF_TO_INT32 -> Convert.toInteger(HALF, IntegerType.INT32, a, rm, flags);
      case HALF_TO_UINT32 -> Convert.toInteger(HALF, IntegerType.UINT32, a, rm, flags);
      case HALF_TO_INT64 -> Convert.toInteger(HALF, IntegerType.INT64, a, rm, flags);
      case HALF_TO_UINT64 -> Convert.toInteger(HALF, IntegerType.UINT64, a, rm, flags);
      case INT32_TO_HALF -> Convert.fromInteger(HALF, IntegerType.INT32, a, rm, flags);
      case UINT32_TO_HALF -> Convert.fromInteger(HALF, IntegerType.UINT32, a, rm, flags);
      case INT64_TO_HALF -> Convert.fromInteger(HALF, IntegerType.INT64, a, rm, flags);
      case UINT64_TO_HALF -> Convert.fromInteger(HALF, IntegerType.UINT64, a, rm, flags);
      case HALF_TO_SINGLE -> Convert.toFormat(HALF, SINGLE, a, rm, flags);
      case HALF_TO_DOUBLE -> Convert.toFormat(HALF, DOUBLE, a, rm, flags);
      case MINM_HALF -> Compare.minimumOrNan(HALF, a, b, flags);
      case MAXM_HALF -> Compare.maximumOrNan(HALF, a, b, flags);
      case LTQ_HALF -> Compare.lessQuietly(HALF, a, b, flags);
      case LEQ_HALF -> Compare.lessOrEqualQuietly(HALF, a, b, flags);
      case ROUND_HALF -> Integral.round(HALF, a, rm, flags);
      case ROUNDNX_HALF -> Integral.roundExact(HALF, a, rm, flags);
    };
  }
}

package trapeze.isa.fp;

/**
 * The floating-point operations as an engine carries them out: quick in the common cases, and the
 * same as {@link ReferenceFloat} in all. An engine calls their methods, one each, in {@link
 * SoftSingle}, {@link SoftDouble} and {@link SoftHalf}.
 *
 * <p>Every method takes its operands as {@link FpOperation} says, a rounding mode 0 to 4 if its
 * instruction has one, and the flags to raise. FMSUB, FNMSUB and FNMADD are {@code mulAdd} with the
 * sign bits of {@code c}, of {@code a}, or of both flipped; FSGNJ and the moves are no arithmetic.
 */
public final class SoftFloat {
  private SoftFloat() {}

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
      case ADD_SINGLE -> SoftSingle.add(a, b, rm, flags);
      case SUB_SINGLE -> SoftSingle.sub(a, b, rm, flags);
      case MUL_SINGLE -> SoftSingle.mul(a, b, rm, flags);
      case DIV_SINGLE -> SoftSingle.div(a, b, rm, flags);
      case SQRT_SINGLE -> SoftSingle.sqrt(a, rm, flags);
      case MULADD_SINGLE -> SoftSingle.mulAdd(a, b, c, rm, flags);
      case MIN_SINGLE -> SoftSingle.min(a, b, flags);
      case MAX_SINGLE -> SoftSingle.max(a, b, flags);
      case EQ_SINGLE -> SoftSingle.eq(a, b, flags);
      case LT_SINGLE -> SoftSingle.lt(a, b, flags);
      case LE_SINGLE -> SoftSingle.le(a, b, flags);
      case CLASS_SINGLE -> SoftSingle.classify(a, flags);
      case SINGLE_TO_INT32 -> SoftSingle.toInt32(a, rm, flags);
      case SINGLE_TO_UINT32 -> SoftSingle.toUint32(a, rm, flags);
      case SINGLE_TO_INT64 -> SoftSingle.toInt64(a, rm, flags);
      case SINGLE_TO_UINT64 -> SoftSingle.toUint64(a, rm, flags);
      case INT32_TO_SINGLE -> SoftSingle.fromInt32(a, rm, flags);
      case UINT32_TO_SINGLE -> SoftSingle.fromUint32(a, rm, flags);
      case INT64_TO_SINGLE -> SoftSingle.fromInt64(a, rm, flags);
      case UINT64_TO_SINGLE -> SoftSingle.fromUint64(a, rm, flags);
      case SINGLE_TO_HALF -> SoftSingle.toHalf(a, rm, flags);
      case SINGLE_TO_DOUBLE -> SoftSingle.toDouble(a, rm, flags);
      case MINM_SINGLE -> SoftSingle.minm(a, b, flags);
      case MAXM_SINGLE -> SoftSingle.maxm(a, b, flags);
      case LTQ_SINGLE -> SoftSingle.ltq(a, b, flags);
      case LEQ_SINGLE -> SoftSingle.leq(a, b, flags);
      case ROUND_SINGLE -> SoftSingle.round(a, rm, flags);
      case ROUNDNX_SINGLE -> SoftSingle.roundnx(a, rm, flags);
      case ADD_DOUBLE -> SoftDouble.add(a, b, rm, flags);
      case SUB_DOUBLE -> SoftDouble.sub(a, b, rm, flags);
      case MUL_DOUBLE -> SoftDouble.mul(a, b, rm, flags);
      case DIV_DOUBLE -> SoftDouble.div(a, b, rm, flags);
      case SQRT_DOUBLE -> SoftDouble.sqrt(a, rm, flags);
      case MULADD_DOUBLE -> SoftDouble.mulAdd(a, b, c, rm, flags);
      case MIN_DOUBLE -> SoftDouble.min(a, b, flags);
      case MAX_DOUBLE -> SoftDouble.max(a, b, flags);
      case EQ_DOUBLE -> SoftDouble.eq(a, b, flags);
      case LT_DOUBLE -> SoftDouble.lt(a, b, flags);
      case LE_DOUBLE -> SoftDouble.le(a, b, flags);
      case CLASS_DOUBLE -> SoftDouble.classify(a, flags);
      case DOUBLE_TO_INT32 -> SoftDouble.toInt32(a, rm, flags);
      case DOUBLE_TO_UINT32 -> SoftDouble.toUint32(a, rm, flags);
      case DOUBLE_TO_INT64 -> SoftDouble.toInt64(a, rm, flags);
      case DOUBLE_TO_UINT64 -> SoftDouble.toUint64(a, rm, flags);
      case INT32_TO_DOUBLE -> SoftDouble.fromInt32(a, rm, flags);
      case UINT32_TO_DOUBLE -> SoftDouble.fromUint32(a, rm, flags);
      case INT64_TO_DOUBLE -> SoftDouble.fromInt64(a, rm, flags);
      case UINT64_TO_DOUBLE -> SoftDouble.fromUint64(a, rm, flags);
      case DOUBLE_TO_HALF -> SoftDouble.toHalf(a, rm, flags);
      case DOUBLE_TO_SINGLE -> SoftDouble.toSingle(a, rm, flags);
      case MINM_DOUBLE -> SoftDouble.minm(a, b, flags);
      case MAXM_DOUBLE -> SoftDouble.maxm(a, b, flags);
      case LTQ_DOUBLE -> SoftDouble.ltq(a, b, flags);
      case LEQ_DOUBLE -> SoftDouble.leq(a, b, flags);
      case ROUND_DOUBLE -> SoftDouble.round(a, rm, flags);
      case ROUNDNX_DOUBLE -> SoftDouble.roundnx(a, rm, flags);
      case DOUBLE_TO_INT32_MODULAR -> SoftDouble.toInt32Modular(a, flags);
      case ADD_HALF -> SoftHalf.add(a, b, rm, flags);
      case SUB_HALF -> SoftHalf.sub(a, b, rm, flags);
      case MUL_HALF -> SoftHalf.mul(a, b, rm, flags);
      case DIV_HALF -> SoftHalf.div(a, b, rm, flags);
      case SQRT_HALF -> SoftHalf.sqrt(a, rm, flags);
      case MULADD_HALF -> SoftHalf.mulAdd(a, b, c, rm, flags);
      case MIN_HALF -> SoftHalf.min(a, b, flags);
      case MAX_HALF -> SoftHalf.max(a, b, flags);
      case EQ_HALF -> SoftHalf.eq(a, b, flags);
      case LT_HALF -> SoftHalf.lt(a, b, flags);
      case LE_HALF -> SoftHalf.le(a, b, flags);
      case CLASS_HALF -> SoftHalf.classify(a, flags);
      case HALF_TO_INT32 -> SoftHalf.toInt32(a, rm, flags);
      case HALF_TO_UINT32 -> SoftHalf.toUint32(a, rm, flags);
      case HALF_TO_INT64 -> SoftHalf.toInt64(a, rm, flags);
      case HALF_TO_UINT64 -> SoftHalf.toUint64(a, rm, flags);
      case INT32_TO_HALF -> SoftHalf.fromInt32(a, rm, flags);
      case UINT32_TO_HALF -> SoftHalf.fromUint32(a, rm, flags);
      case INT64_TO_HALF -> SoftHalf.fromInt64(a, rm, flags);
      case UINT64_TO_HALF -> SoftHalf.fromUint64(a, rm, flags);
      case HALF_TO_SINGLE -> SoftHalf.toSingle(a, rm, flags);
      case HALF_TO_DOUBLE -> SoftHalf.toDouble(a, rm, flags);
      case MINM_HALF -> SoftHalf.minm(a, b, flags);
      case MAXM_HALF -> SoftHalf.maxm(a, b, flags);
      case LTQ_HALF -> SoftHalf.ltq(a, b, flags);
      case LEQ_HALF -> SoftHalf.leq(a, b, flags);
      case ROUND_HALF -> SoftHalf.round(a, rm, flags);
      case ROUNDNX_HALF -> SoftHalf.roundnx(a, rm, flags);
    };
  }
}

package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.FuncDecl;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntFunction;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.UnaryOperator;

/**
 * The operators of expressions on bit vectors.
 *
 * <p>What a solver cannot reckon with at full width, products and quotients, may be left abstract:
 * functions of which nothing is known but that they are functions. Whoever proves that two machines
 * do the same needs no more.
 */
public final class Operations {
  private static final Set<BinaryOperator> HEAVY =
      EnumSet.of(
          BinaryOperator.MULTIPLY,
          BinaryOperator.MULTIPLY_HIGH_SIGNED,
          BinaryOperator.MULTIPLY_HIGH_UNSIGNED,
          BinaryOperator.MULTIPLY_HIGH_SIGNED_UNSIGNED,
          BinaryOperator.DIVIDE_SIGNED,
          BinaryOperator.DIVIDE_UNSIGNED,
          BinaryOperator.REMAINDER_SIGNED,
          BinaryOperator.REMAINDER_UNSIGNED,
          BinaryOperator.CARRYLESS_MULTIPLY,
          BinaryOperator.CARRYLESS_MULTIPLY_HIGH);

  private final Context context;
  private final Set<BinaryOperator> leftAbstract;

  private Operations(Context context, Set<BinaryOperator> leftAbstract) {
    this.context = context;
    this.leftAbstract = leftAbstract;
  }

  /** Every operator with its meaning. */
  public static Operations exact(Context context) {
    return new Operations(context, Set.of());
  }

  /** Products and quotients as functions of which nothing is known. */
  public static Operations abstractProducts(Context context) {
    return new Operations(context, HEAVY);
  }

  /** A constant, given in the low bits of a {@code long}. */
  BitVecExpr constant(long value, int width) {
    return context.mkBV(Long.toUnsignedString(value), width);
  }

  BitVecExpr unary(UnaryOperator operator, BitVecExpr value) {
    int width = value.getSortSize();
    return switch (operator) {
      case NOT -> context.mkBVNot(value);
      case NEGATE -> context.mkBVNeg(value);
      case COUNT_LEADING_ZEROS -> firstSet(value, i -> width - 1 - i);
      case COUNT_TRAILING_ZEROS -> firstSet(value, i -> i);
      case POPULATION_COUNT -> populationCount(value);
      case OR_COMBINE_BYTES -> byBytes(value, false);
      case REVERSE_BYTES -> byBytes(value, true);
    };
  }

  BitVecExpr binary(BinaryOperator operator, BitVecExpr left, BitVecExpr right) {
    int width = left.getSortSize();
    if (leftAbstract.contains(operator)) {
      BitVecSort sort = context.mkBitVecSort(width);
      FuncDecl<BitVecSort> function =
          context.mkFuncDecl(operator.name() + width, new BitVecSort[] {sort, sort}, sort);
      return (BitVecExpr) context.mkApp(function, left, right);
    }
    return switch (operator) {
      case ADD -> context.mkBVAdd(left, right);
      case SUBTRACT -> context.mkBVSub(left, right);
      case MULTIPLY -> context.mkBVMul(left, right);
      case MULTIPLY_HIGH_SIGNED -> upperProduct(left, true, right, true);
      case MULTIPLY_HIGH_UNSIGNED -> upperProduct(left, false, right, false);
      case MULTIPLY_HIGH_SIGNED_UNSIGNED -> upperProduct(left, true, right, false);
      case DIVIDE_SIGNED ->
          (BitVecExpr)
              context.mkITE(
                  context.mkEq(right, constant(0, width)),
                  context.mkBVNot(constant(0, width)),
                  context.mkBVSDiv(left, right));
      case DIVIDE_UNSIGNED -> context.mkBVUDiv(left, right);
      case REMAINDER_SIGNED -> context.mkBVSRem(left, right);
      case REMAINDER_UNSIGNED -> context.mkBVURem(left, right);
      case AND -> context.mkBVAND(left, right);
      case OR -> context.mkBVOR(left, right);
      case XOR -> context.mkBVXOR(left, right);
      case SHIFT_LEFT -> context.mkBVSHL(left, modulo(right));
      case SHIFT_RIGHT -> context.mkBVLSHR(left, modulo(right));
      case SHIFT_RIGHT_ARITHMETIC -> context.mkBVASHR(left, modulo(right));
      case CARRYLESS_MULTIPLY -> context.mkExtract(width - 1, 0, carryless(left, right));
      case CARRYLESS_MULTIPLY_HIGH ->
          context.mkExtract(2 * width - 1, width, carryless(left, right));
    };
  }

  BoolExpr compare(Comparison comparison, BitVecExpr left, BitVecExpr right) {
    return switch (comparison) {
      case EQUAL -> context.mkEq(left, right);
      case NOT_EQUAL -> context.mkNot(context.mkEq(left, right));
      case LESS_SIGNED -> context.mkBVSLT(left, right);
      case LESS_UNSIGNED -> context.mkBVULT(left, right);
      case NOT_LESS_SIGNED -> context.mkBVSGE(left, right);
      case NOT_LESS_UNSIGNED -> context.mkBVUGE(left, right);
    };
  }

  /** A shift's amount counts modulo the width, which is a power of two. */
  private BitVecExpr modulo(BitVecExpr amount) {
    int width = amount.getSortSize();
    return context.mkBVAND(amount, constant(width - 1, width));
  }

  /** A function of the place of a set bit: of the one for which it is least; else the width. */
  private BitVecExpr firstSet(BitVecExpr value, IntFunction<Integer> distance) {
    int width = value.getSortSize();
    BitVecExpr[] at = new BitVecExpr[width];
    for (int i = 0; i < width; i++) {
      at[distance.apply(i)] = context.mkExtract(i, i, value);
    }
    BitVecExpr found = constant(width, width);
    for (int i = width - 1; i >= 0; i--) {
      BoolExpr set = context.mkEq(at[i], context.mkBV(1, 1));
      found = (BitVecExpr) context.mkITE(set, constant(i, width), found);
    }
    return found;
  }

  private BitVecExpr populationCount(BitVecExpr value) {
    int width = value.getSortSize();
    BitVecExpr sum = constant(0, width);
    for (int i = 0; i < width; i++) {
      sum = context.mkBVAdd(sum, context.mkZeroExt(width - 1, context.mkExtract(i, i, value)));
    }
    return sum;
  }

  /** The bytes in the opposite order, or each as ones if it is not zero. */
  private BitVecExpr byBytes(BitVecExpr value, boolean reversed) {
    BitVecExpr result = null;
    for (int low = 0; low < value.getSortSize(); low += 8) {
      BitVecExpr part = context.mkExtract(low + 7, low, value);
      if (reversed) {
        result = result == null ? part : context.mkConcat(result, part);
      } else {
        BoolExpr zero = context.mkEq(part, constant(0, 8));
        part = (BitVecExpr) context.mkITE(zero, constant(0, 8), constant(0xff, 8));
        result = result == null ? part : context.mkConcat(part, result);
      }
    }
    return java.util.Objects.requireNonNull(result);
  }

  private BitVecExpr upperProduct(
      BitVecExpr left, boolean leftSigned, BitVecExpr right, boolean rightSigned) {
    int width = left.getSortSize();
    BitVecExpr product = context.mkBVMul(widened(left, leftSigned), widened(right, rightSigned));
    return context.mkExtract(2 * width - 1, width, product);
  }

  private BitVecExpr widened(BitVecExpr value, boolean signed) {
    int width = value.getSortSize();
    return signed ? context.mkSignExt(width, value) : context.mkZeroExt(width, value);
  }

  /** The whole carry-less product, twice as wide. */
  private BitVecExpr carryless(BitVecExpr left, BitVecExpr right) {
    int width = left.getSortSize();
    BitVecExpr wide = context.mkZeroExt(width, left);
    BitVecExpr product = constant(0, 2 * width);
    for (int i = 0; i < width; i++) {
      BoolExpr set = context.mkEq(context.mkExtract(i, i, right), context.mkBV(1, 1));
      BitVecExpr shifted = context.mkBVSHL(wide, constant(i, 2 * width));
      product =
          context.mkBVXOR(
              product, (BitVecExpr) context.mkITE(set, shifted, constant(0, 2 * width)));
    }
    return product;
  }
}

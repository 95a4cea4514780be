package trapeze.isa.evaluate;

import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.UnaryOperator;

/**
 * The operators on values of 1 to 64 bits. Values come and go in the low bits of a {@code long},
 * with zeros above their width.
 */
public final class Operators {
  private Operators() {}

  /** An operator on one value of {@code width} bits. */
  public static long unary(UnaryOperator operator, long value, int width) {
    return truncate(
        switch (operator) {
          case NOT -> ~value;
          case NEGATE -> -value;
          case COUNT_LEADING_ZEROS -> Long.numberOfLeadingZeros(value) - (64 - width);
          case COUNT_TRAILING_ZEROS -> Math.min(Long.numberOfTrailingZeros(value), width);
          case POPULATION_COUNT -> Long.bitCount(value);
          case OR_COMBINE_BYTES -> orCombineBytes(value);
          case REVERSE_BYTES -> Long.reverseBytes(value);
        },
        width);
  }

  /** An operator on two values of {@code width} bits. */
  public static long binary(BinaryOperator operator, long left, long right, int width) {
    long signedLeft = signExtend(left, width);
    long signedRight = signExtend(right, width);
    // Read only by the shifts, which have a width of 32 or 64.
    int amount = (int) (right & (width - 1));
    return truncate(
        switch (operator) {
          case ADD -> left + right;
          case SUBTRACT -> left - right;
          case MULTIPLY -> left * right;
          case MULTIPLY_HIGH_SIGNED -> Math.multiplyHigh(left, right);
          case MULTIPLY_HIGH_UNSIGNED -> Math.unsignedMultiplyHigh(left, right);
          case MULTIPLY_HIGH_SIGNED_UNSIGNED ->
              Math.unsignedMultiplyHigh(left, right) - (left < 0 ? right : 0);
          case DIVIDE_SIGNED -> right == 0 ? -1 : signedLeft / signedRight;
          case DIVIDE_UNSIGNED -> right == 0 ? -1 : Long.divideUnsigned(left, right);
          case REMAINDER_SIGNED -> right == 0 ? left : signedLeft % signedRight;
          case REMAINDER_UNSIGNED -> right == 0 ? left : Long.remainderUnsigned(left, right);
          case AND -> left & right;
          case OR -> left | right;
          case XOR -> left ^ right;
          case SHIFT_LEFT -> left << amount;
          case SHIFT_RIGHT -> left >>> amount;
          case SHIFT_RIGHT_ARITHMETIC -> signedLeft >> amount;
          case CARRYLESS_MULTIPLY -> carrylessMultiply(left, right);
          case CARRYLESS_MULTIPLY_HIGH -> carrylessMultiplyHigh(left, right);
        },
        width);
  }

  /** Whether a relation holds between two values of {@code width} bits. */
  public static boolean compare(Comparison comparison, long left, long right, int width) {
    long signedLeft = signExtend(left, width);
    long signedRight = signExtend(right, width);
    return switch (comparison) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS_SIGNED -> signedLeft < signedRight;
      case LESS_UNSIGNED -> Long.compareUnsigned(left, right) < 0;
      case NOT_LESS_SIGNED -> signedLeft >= signedRight;
      case NOT_LESS_UNSIGNED -> Long.compareUnsigned(left, right) >= 0;
    };
  }

  /** The low {@code width} bits, zeros above. */
  public static long truncate(long value, int width) {
    return value & -1L >>> (64 - width);
  }

  /** The low {@code width} bits, copies of the uppermost one above. */
  public static long signExtend(long value, int width) {
    return value << (64 - width) >> (64 - width);
  }

  private static long orCombineBytes(long value) {
    long result = 0;
    for (int at = 0; at < 64; at += 8) {
      if ((value >>> at & 0xff) != 0) {
        result |= 0xffL << at;
      }
    }
    return result;
  }

  private static long carrylessMultiply(long left, long right) {
    long product = 0;
    for (int i = 0; i < 64; i++) {
      if ((right >>> i & 1) != 0) {
        product ^= left << i;
      }
    }
    return product;
  }

  /** Bit 0 of {@code right} contributes nothing to the upper half. */
  private static long carrylessMultiplyHigh(long left, long right) {
    long product = 0;
    for (int i = 1; i < 64; i++) {
      if ((right >>> i & 1) != 0) {
        product ^= left >>> (64 - i);
      }
    }
    return product;
  }
}

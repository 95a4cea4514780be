package trapeze.isa.evaluate;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.UnaryOperator;

/** Every operator at every width that it has, against arithmetic without a width. */
class OperatorsTest {

  @ParameterizedTest
  @EnumSource
  void unaryOperatorsAgreeWithUnboundedArithmetic(UnaryOperator operator) {
    widths(width -> new Expression.Unary(operator, zero(width)))
        .forEach(
            width ->
                values(width)
                    .forEach(
                        value ->
                            assertThat(Operators.unary(operator, value, width))
                                .as("%s of %x, %d bits", operator, value, width)
                                .isEqualTo(model(operator, unsigned(value), width))));
  }

  @ParameterizedTest
  @EnumSource
  void binaryOperatorsAgreeWithUnboundedArithmetic(BinaryOperator operator) {
    widths(width -> new Expression.Binary(operator, zero(width), zero(width)))
        .forEach(
            width ->
                pairs(width)
                    .forEach(
                        pair ->
                            assertThat(Operators.binary(operator, pair[0], pair[1], width))
                                .as("%s of %x, %x, %d bits", operator, pair[0], pair[1], width)
                                .isEqualTo(truncated(model(operator, pair, width), width))));
  }

  @ParameterizedTest
  @EnumSource
  void comparisonsAgreeWithUnboundedArithmetic(Comparison comparison) {
    widths(width -> new Expression.Compare(comparison, zero(width), zero(width)))
        .forEach(
            width ->
                pairs(width)
                    .forEach(
                        pair ->
                            assertThat(Operators.compare(comparison, pair[0], pair[1], width))
                                .as("%s of %x, %x, %d bits", comparison, pair[0], pair[1], width)
                                .isEqualTo(model(comparison, pair, width))));
  }

  private static long model(UnaryOperator operator, BigInteger value, int width) {
    return switch (operator) {
      case NOT -> truncated(value.not(), width);
      case NEGATE -> truncated(value.negate(), width);
      case COUNT_LEADING_ZEROS -> width - value.bitLength();
      case COUNT_TRAILING_ZEROS -> value.signum() == 0 ? width : value.getLowestSetBit();
      case POPULATION_COUNT -> value.bitCount();
      case OR_COMBINE_BYTES -> {
        BigInteger result = ZERO;
        for (int i = 0; i < width; i += 8) {
          BigInteger all = BigInteger.valueOf(0xff).shiftLeft(i);
          result = value.and(all).signum() == 0 ? result : result.or(all);
        }
        yield result.longValue();
      }
      case REVERSE_BYTES -> {
        BigInteger result = ZERO;
        for (int i = 0; i < width; i += 8) {
          BigInteger octet = value.shiftRight(i).and(BigInteger.valueOf(0xff));
          result = result.shiftLeft(8).or(octet);
        }
        yield result.longValue();
      }
    };
  }

  private static BigInteger model(BinaryOperator operator, long[] pair, int width) {
    BigInteger left = unsigned(pair[0]);
    BigInteger right = unsigned(pair[1]);
    BigInteger signedLeft = signed(left, width);
    BigInteger signedRight = signed(right, width);
    int amount = right.mod(BigInteger.valueOf(width)).intValue();
    return switch (operator) {
      case ADD -> left.add(right);
      case SUBTRACT -> left.subtract(right);
      case MULTIPLY -> left.multiply(right);
      case MULTIPLY_HIGH_SIGNED -> signedLeft.multiply(signedRight).shiftRight(width);
      case MULTIPLY_HIGH_UNSIGNED -> left.multiply(right).shiftRight(width);
      case MULTIPLY_HIGH_SIGNED_UNSIGNED -> signedLeft.multiply(right).shiftRight(width);
      case DIVIDE_SIGNED -> right.signum() == 0 ? ONE.negate() : signedLeft.divide(signedRight);
      case DIVIDE_UNSIGNED -> right.signum() == 0 ? ONE.negate() : left.divide(right);
      case REMAINDER_SIGNED -> right.signum() == 0 ? left : signedLeft.remainder(signedRight);
      case REMAINDER_UNSIGNED -> right.signum() == 0 ? left : left.remainder(right);
      case AND -> left.and(right);
      case OR -> left.or(right);
      case XOR -> left.xor(right);
      case SHIFT_LEFT -> left.shiftLeft(amount);
      case SHIFT_RIGHT -> left.shiftRight(amount);
      case SHIFT_RIGHT_ARITHMETIC -> signedLeft.shiftRight(amount);
      case CARRYLESS_MULTIPLY -> carryless(left, right);
      case CARRYLESS_MULTIPLY_HIGH -> carryless(left, right).shiftRight(width);
    };
  }

  private static boolean model(Comparison comparison, long[] pair, int width) {
    BigInteger left = unsigned(pair[0]);
    BigInteger right = unsigned(pair[1]);
    int inSign = signed(left, width).compareTo(signed(right, width));
    return switch (comparison) {
      case EQUAL -> left.equals(right);
      case NOT_EQUAL -> !left.equals(right);
      case LESS_SIGNED -> inSign < 0;
      case LESS_UNSIGNED -> left.compareTo(right) < 0;
      case NOT_LESS_SIGNED -> inSign >= 0;
      case NOT_LESS_UNSIGNED -> left.compareTo(right) >= 0;
    };
  }

  private static BigInteger carryless(BigInteger left, BigInteger right) {
    BigInteger product = ZERO;
    for (int i = 0; i < right.bitLength(); i++) {
      product = right.testBit(i) ? product.xor(left.shiftLeft(i)) : product;
    }
    return product;
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  private static BigInteger signed(BigInteger value, int width) {
    return value.testBit(width - 1) ? value.subtract(ONE.shiftLeft(width)) : value;
  }

  private static long truncated(BigInteger value, int width) {
    return value.mod(ONE.shiftLeft(width)).longValue();
  }

  /** The widths at which an expression type-checks. */
  private static IntStream widths(IntFunction<Expression> expression) {
    return IntStream.of(1, 2, 5, 6, 12, 31, 32, 33, 63, 64)
        .filter(
            width -> {
              try {
                var _ = expression.apply(width);
                return true;
              } catch (IllTyped refused) {
                return false;
              }
            });
  }

  private static Expression zero(int width) {
    return new Expression.Constant(0, width);
  }

  /** The values around which things go wrong, and some others. */
  private static LongStream values(int width) {
    long top = 1L << (width - 1);
    LongStream corners = LongStream.of(0, 1, 2, -1, -2, top, top - 1, top + 1, 0xff00L, width);
    LongStream others =
        new Random(width).longs(20).map(value -> value >>> Math.floorMod(value, 64));
    return LongStream.concat(corners, others).map(value -> value & -1L >>> (64 - width));
  }

  private static Stream<long[]> pairs(int width) {
    return values(width)
        .boxed()
        .flatMap(left -> values(width).mapToObj(right -> new long[] {left, right}));
  }
}

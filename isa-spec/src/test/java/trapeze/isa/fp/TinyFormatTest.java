package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.fp.ExactOracle.Answer;

/**
 * The plain reading on a format of six bits, small enough to try all operands: what holds for it
 * holds for the wide ones by the same code.
 */
class TinyFormatTest {
  private static final Format TINY = new Format(3, 2);
  private static final Format SMALL = new Format(4, 3);
  private static final ExactOracle ORACLE = new ExactOracle(TINY);

  private final FpFlags flags = new FpFlags();

  @ParameterizedTest
  @EnumSource
  void sumsAndDifferences(Rounding rounding) {
    long sign = TINY.signBit();
    for (long a : finite(TINY)) {
      for (long b : finite(TINY)) {
        Answer sum = ORACLE.add(a, b, rounding);
        check(sum, AddSub.add(TINY, a, b, rounding.code(), flags), "%x + %x", a, b);
        check(sum, AddSub.subtract(TINY, a, b ^ sign, rounding.code(), flags), "%x - -%x", a, b);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsAndQuotients(Rounding rounding) {
    for (long a : finite(TINY)) {
      for (long b : finite(TINY)) {
        Answer product = ORACLE.multiply(a, b, rounding);
        check(product, Multiply.multiply(TINY, a, b, rounding.code(), flags), "%x × %x", a, b);
        if (!TINY.isZero(b)) {
          Answer quotient = ORACLE.divide(a, b, rounding);
          check(quotient, DivideSqrt.divide(TINY, a, b, rounding.code(), flags), "%x / %x", a, b);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fusedProductsAndSums(Rounding rounding) {
    for (long a : finite(TINY)) {
      for (long b : finite(TINY)) {
        // The others are these with operands exchanged or both signs flipped.
        if (b < a || TINY.isNegative(a)) {
          continue;
        }
        for (long c : finite(TINY)) {
          Answer sum = ORACLE.multiplyAdd(a, b, c, rounding);
          long bits = Multiply.multiplyAdd(TINY, a, b, c, rounding.code(), flags);
          check(sum, bits, "%x × %x + %x", a, b, c);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void roots(Rounding rounding) {
    for (long a : finite(TINY)) {
      if (!TINY.isZero(a) && !TINY.isNegative(a)) {
        check(
            ORACLE.squareRoot(a, rounding),
            DivideSqrt.squareRoot(TINY, a, rounding.code(), flags),
            "√%x",
            a);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void narrowing(Rounding rounding) {
    ExactOracle from = new ExactOracle(SMALL);
    for (long a : finite(SMALL)) {
      check(
          ORACLE.round(from.value(a), from.isNegative(a), rounding),
          Convert.toFormat(SMALL, TINY, a, rounding.code(), flags),
          "%x",
          a);
    }
  }

  private void check(Answer expected, long bits, String operation, Object... operands) {
    Answer actual = new Answer(bits, flags.bits);
    flags.bits = 0;
    if (!actual.equals(expected)) {
      assertThat(actual).as(operation, operands).isEqualTo(expected);
    }
  }

  private static long[] finite(Format format) {
    return LongStream.range(0, 2 * format.signBit())
        .filter(bits -> !format.isNan(bits) && !format.isInfinite(bits))
        .toArray();
  }
}

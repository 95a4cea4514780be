package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.fp.ExactOracle.Answer;

/** Conversions to and from integers, against big integers. */
class IntegerConversionTest {

  /** The four integer types, told once more for the test. */
  enum Type {
    INT32(IntegerType.INT32, 32, true),
    UINT32(IntegerType.UINT32, 32, false),
    INT64(IntegerType.INT64, 64, true),
    UINT64(IntegerType.UINT64, 64, false);

    private final IntegerType underTest;
    private final int width;
    private final BigInteger smallest;
    private final BigInteger largest;

    Type(IntegerType underTest, int width, boolean signed) {
      this.underTest = underTest;
      this.width = width;
      BigInteger count = BigInteger.ONE.shiftLeft(width);
      this.smallest = signed ? count.shiftRight(1).negate() : BigInteger.ZERO;
      this.largest = smallest.add(count).subtract(BigInteger.ONE);
    }

    BigInteger number(long register) {
      BigInteger count = BigInteger.ONE.shiftLeft(width);
      BigInteger low = BigInteger.valueOf(register).mod(count);
      return low.compareTo(largest) > 0 ? low.subtract(count) : low;
    }

    long register(BigInteger number) {
      return width == 32 ? number.intValue() : number.longValue();
    }
  }

  private final FpFlags flags = new FpFlags();

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("an integer becomes the number nearest to it")
  void fromInteger(
      @ForAll("integers") long register,
      @ForAll Type type,
      @ForAll("formats") Format format,
      @ForAll Rounding rounding) {
    Answer expected =
        new ExactOracle(format).round(Rational.of(type.number(register)), false, rounding);
    long bits = Convert.fromInteger(format, type.underTest, register, rounding.code(), flags);
    check(expected, bits);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Label("a number is rounded to an integer of the type, or saturates and is invalid")
  void toInteger(
      @ForAll("numbers") Tuple2<Format, Operands> number,
      @ForAll Type type,
      @ForAll Rounding rounding) {
    Format format = number.get1();
    long a = number.get2().a();
    ExactOracle oracle = new ExactOracle(format);
    Assume.that(oracle.isFinite(a));
    Rational exact = oracle.value(a);
    BigInteger whole = exact.round(rounding);
    BigInteger inRange = whole.max(type.smallest).min(type.largest);
    int inexact = Rational.of(whole).compareTo(exact) == 0 ? 0 : FpFlags.NX;
    Answer expected =
        new Answer(type.register(inRange), inRange.equals(whole) ? inexact : FpFlags.NV);
    check(expected, Convert.toInteger(format, type.underTest, a, rounding.code(), flags));
  }

  @ParameterizedTest
  @CsvSource({
    // The table of the manual: unpriv, "F", conversion domains; the NaNs' signs do not matter.
    "INT32,  7ff0000000000000, 000000007fffffff",
    "INT32,  fff0000000000000, ffffffff80000000",
    "INT32,  7ff8000000000000, 000000007fffffff",
    "INT32,  fff0000000000001, 000000007fffffff",
    "UINT32, 7ff0000000000000, ffffffffffffffff",
    "UINT32, fff0000000000000, 0000000000000000",
    "UINT32, fff8000000000000, ffffffffffffffff",
    "INT64,  7ff0000000000000, 7fffffffffffffff",
    "INT64,  fff0000000000000, 8000000000000000",
    "INT64,  fff8000000000000, 7fffffffffffffff",
    "UINT64, 7ff0000000000000, ffffffffffffffff",
    "UINT64, fff0000000000000, 0000000000000000",
    "UINT64, 7ff0000000000001, ffffffffffffffff",
  })
  void whatIsNoNumberIsInvalid(Type type, String a, String register) {
    long bits = Convert.toInteger(Format.DOUBLE, type.underTest, hex(a), 0, flags);
    check(new Answer(hex(register), FpFlags.NV), bits);
  }

  @Provide
  Arbitrary<Long> integers() {
    return Operands.integers();
  }

  @Provide
  Arbitrary<Tuple2<Format, Operands>> numbers() {
    return formats().flatMap(format -> Operands.of(format).map(all -> Tuple.of(format, all)));
  }

  @Provide
  Arbitrary<Format> formats() {
    return Arbitraries.of(Format.HALF, Format.SINGLE, Format.DOUBLE);
  }

  private void check(Answer expected, long bits) {
    Answer actual = new Answer(bits, flags.bits);
    flags.bits = 0;
    assertThat(actual).isEqualTo(expected);
  }

  private static long hex(String digits) {
    return Long.parseUnsignedLong(digits, 16);
  }
}

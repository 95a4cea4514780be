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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.fp.ExactOracle.Answer;

/** What Zfa adds, against exact arithmetic and the manual's table of constants. */
class AdditionalTest {
  private final FpFlags flags = new FpFlags();

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Label("a number is rounded to a whole one of its format, and only one form tells")
  void rounding(@ForAll("numbers") Tuple2<Format, Operands> number, @ForAll Rounding rounding) {
    Format format = number.get1();
    long a = number.get2().a();
    ExactOracle oracle = new ExactOracle(format);
    Assume.that(oracle.isFinite(a));
    Rational exact = oracle.value(a);
    Rational whole = Rational.of(exact.round(rounding));
    Answer expected = oracle.round(whole, oracle.isNegative(a), rounding);
    assertThat(expected.flags()).isZero();
    int rm = rounding.code();
    check(expected, Integral.round(format, a, rm, flags));
    int inexact = whole.compareTo(exact) == 0 ? 0 : FpFlags.NX;
    check(new Answer(expected.bits(), inexact), Integral.roundExact(format, a, rm, flags));
  }

  @ParameterizedTest
  @CsvSource({
    "7c00, 7c00, 0", // infinity
    "fc00, fc00, 0",
    "8000, 8000, 0", // zero
    "7e01, 7e00, 0", // quiet
    "fe00, 7e00, 0",
    "7c01, 7e00, 16", // signalling
  })
  void roundingOfWhatIsNoOrdinaryNumber(String a, String result, int raised) {
    for (Rounding rounding : Rounding.values()) {
      int rm = rounding.code();
      Answer expected = new Answer(hex(result), raised);
      check(expected, Integral.round(Format.HALF, hex(a), rm, flags));
      check(expected, Integral.roundExact(Format.HALF, hex(a), rm, flags));
    }
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Label("a double is truncated modulo 2^32, with the flags of the conversion that saturates")
  void modular(@ForAll("doubles") Operands operands) {
    ExactOracle oracle = new ExactOracle(Format.DOUBLE);
    for (long a : new long[] {operands.a(), operands.b(), operands.c()}) {
      FpFlags expected = new FpFlags();
      Convert.toInteger(Format.DOUBLE, IntegerType.INT32, a, Rounding.RTZ.code(), expected);
      BigInteger whole = oracle.isFinite(a) ? oracle.value(a).round(Rounding.RTZ) : BigInteger.ZERO;
      check(new Answer(whole.intValue(), expected.bits), Integral.modular32(a, flags));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // a, b, minimum, maximum, less, less or equal, invalid
    "3c00, bc00, bc00, 3c00, 0, 0, 0",
    "bc00, 3c00, bc00, 3c00, 1, 1, 0",
    "8000, 0000, 8000, 0000, 0, 1, 0",
    "0000, 8000, 8000, 0000, 0, 1, 0",
    "fc00, 7c00, fc00, 7c00, 1, 1, 0",
    "7e00, 3c00, 7e00, 7e00, 0, 0, 0",
    "3c00, fe01, 7e00, 7e00, 0, 0, 0",
    "7c01, 3c00, 7e00, 7e00, 0, 0, 16",
    "3c00, fd00, 7e00, 7e00, 0, 0, 16",
  })
  void nanIsTheAnswerOrTheCompareIsQuiet(
      String a, String b, String minimum, String maximum, int less, int lessOrEqual, int raised) {
    long x = hex(a);
    long y = hex(b);
    check(new Answer(hex(minimum), raised), Compare.minimumOrNan(Format.HALF, x, y, flags));
    check(new Answer(hex(maximum), raised), Compare.maximumOrNan(Format.HALF, x, y, flags));
    check(new Answer(less, raised), Compare.lessQuietly(Format.HALF, x, y, flags));
    check(new Answer(lessOrEqual, raised), Compare.lessOrEqualQuietly(Format.HALF, x, y, flags));
  }

  @Test
  void constantsAreWhatAssemblyWrites() {
    for (int i = 0; i < LoadableConstant.COUNT; i++) {
      String text = LoadableConstant.text(i);
      boolean named = Character.isLetter(text.charAt(0));
      assertThat(named).isEqualTo(i == 1 || i >= 30);
      float number = named ? 0 : Float.parseFloat(text);
      assertThat(LoadableConstant.bits(FpOperation.Kind.SINGLE, i))
          .isEqualTo(
              switch (text) {
                case "min" -> 0x80_0000L;
                case "inf" -> 0x7f80_0000L;
                case "nan" -> 0x7fc0_0000L;
                default -> Float.floatToRawIntBits(number) & 0xffff_ffffL;
              });
      assertThat(LoadableConstant.bits(FpOperation.Kind.DOUBLE, i))
          .isEqualTo(
              switch (text) {
                case "min" -> 0x10_0000_0000_0000L;
                case "inf" -> 0x7ff0_0000_0000_0000L;
                case "nan" -> 0x7ff8_0000_0000_0000L;
                default -> Double.doubleToRawLongBits(number);
              });
      assertThat(LoadableConstant.bits(FpOperation.Kind.HALF, i))
          .isEqualTo(
              switch (text) {
                case "min" -> 0x400;
                case "inf" -> 0x7c00;
                case "nan" -> 0x7e00;
                default -> Float.floatToFloat16(number) & 0xffff;
              });
    }
  }

  /** Four of the manual's lines, and the order of those between: none can be out of its place. */
  @Test
  void constantsAscend() {
    for (int i = 3; i < 30; i++) {
      assertThat(LoadableConstant.bits(FpOperation.Kind.DOUBLE, i))
          .isGreaterThan(LoadableConstant.bits(FpOperation.Kind.DOUBLE, i - 1));
    }
    assertThat(LoadableConstant.text(0)).isEqualTo("-1.0");
    assertThat(LoadableConstant.text(2)).isEqualTo("1.52587890625E-5");
    assertThat(LoadableConstant.text(16)).isEqualTo("1.0");
    assertThat(LoadableConstant.text(29)).isEqualTo("65536.0");
  }

  @Provide
  Arbitrary<Tuple2<Format, Operands>> numbers() {
    return Arbitraries.of(Format.HALF, Format.SINGLE, Format.DOUBLE)
        .flatMap(format -> Operands.of(format).map(all -> Tuple.of(format, all)));
  }

  @Provide
  Arbitrary<Operands> doubles() {
    return Operands.of(Format.DOUBLE);
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

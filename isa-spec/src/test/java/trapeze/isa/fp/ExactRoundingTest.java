package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
import trapeze.isa.fp.ExactOracle.Answer;

/** The plain reading of half, single and double precision against exact rational arithmetic. */
class ExactRoundingTest {
  private final FpFlags flags = new FpFlags();

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("sums, products and fused sums are the exact ones, rounded once")
  void sumsAndProducts(
      @ForAll("operands") Tuple2<Format, Operands> operands, @ForAll Rounding rounding) {
    Format format = operands.get1();
    Operands with = operands.get2();
    ExactOracle oracle = new ExactOracle(format);
    Assume.that(areFinite(oracle, with.a(), with.b(), with.c()));
    int rm = rounding.code();
    check(
        oracle.add(with.a(), with.b(), rounding),
        AddSub.add(format, with.a(), with.b(), rm, flags));
    check(
        oracle.multiply(with.a(), with.b(), rounding),
        Multiply.multiply(format, with.a(), with.b(), rm, flags));
    check(
        oracle.multiplyAdd(with.a(), with.b(), with.c(), rounding),
        Multiply.multiplyAdd(format, with.a(), with.b(), with.c(), rm, flags));
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("quotients are the exact ones, rounded once")
  void quotients(@ForAll("operands") Tuple2<Format, Operands> operands, @ForAll Rounding rounding) {
    Format format = operands.get1();
    Operands with = operands.get2();
    ExactOracle oracle = new ExactOracle(format);
    Assume.that(areFinite(oracle, with.a(), with.b()) && !oracle.isZero(with.b()));
    check(
        oracle.divide(with.a(), with.b(), rounding),
        DivideSqrt.divide(format, with.a(), with.b(), rounding.code(), flags));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  @Label("roots are the exact ones, rounded once")
  void roots(@ForAll("operands") Tuple2<Format, Operands> operands, @ForAll Rounding rounding) {
    Format format = operands.get1();
    long a = format.magnitude(operands.get2().a());
    ExactOracle oracle = new ExactOracle(format);
    Assume.that(oracle.isFinite(a) && !oracle.isZero(a));
    check(oracle.squareRoot(a, rounding), DivideSqrt.squareRoot(format, a, rounding.code(), flags));
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("a number in another format is the exact one, rounded once")
  void formats(
      @ForAll("operands") Tuple2<Format, Operands> operands,
      @ForAll("format") Format to,
      @ForAll Rounding rounding) {
    Format from = operands.get1();
    long a = operands.get2().a();
    ExactOracle oracle = new ExactOracle(from);
    Assume.that(oracle.isFinite(a));
    check(
        new ExactOracle(to).round(oracle.value(a), oracle.isNegative(a), rounding),
        Convert.toFormat(from, to, a, rounding.code(), flags));
  }

  @Provide
  Arbitrary<Format> format() {
    return Arbitraries.of(Format.HALF, Format.SINGLE, Format.DOUBLE);
  }

  @Provide
  Arbitrary<Tuple2<Format, Operands>> operands() {
    return format()
        .flatMap(format -> Operands.of(format).map(operands -> Tuple.of(format, operands)));
  }

  private void check(Answer expected, long bits) {
    Answer actual = new Answer(bits, flags.bits);
    flags.bits = 0;
    assertThat(actual).isEqualTo(expected);
  }

  private static boolean areFinite(ExactOracle oracle, long... operands) {
    return Arrays.stream(operands).allMatch(oracle::isFinite);
  }
}

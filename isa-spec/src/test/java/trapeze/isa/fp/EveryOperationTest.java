package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.constraints.IntRange;
import trapeze.isa.fp.ExactOracle.Answer;

/** All operations, both readings, on TestFloat's kinds of operands. */
class EveryOperationTest {
  private static final List<Long> INTEGERS =
      Stream.of(IntegerType.INT32, IntegerType.INT64)
          .flatMapToLong(type -> Arrays.stream(WeightedOperands.integers(type)))
          .boxed()
          .toList();

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE, seed = "754")
  @Label("both readings give and raise what the definition says")
  void definition(@ForAll("cases") Tuple2<FpOperation, Operands> some, @ForAll Rounding rounding) {
    checkDefinition(some.get1(), some.get2(), rounding);
  }

  @Property(tries = 50_000, edgeCases = EdgeCasesMode.NONE, seed = "2019")
  @Label("the quick reading is the plain one, whatever was raised before")
  void quick(
      @ForAll("cases") Tuple2<FpOperation, Operands> some,
      @ForAll Rounding rounding,
      @ForAll @IntRange(max = 31) int raised) {
    checkQuick(some.get1(), some.get2(), rounding.code(), raised);
  }

  static void checkDefinition(FpOperation operation, Operands operands, Rounding rounding) {
    long a = operands.a();
    long b = operands.b();
    long c = operands.c();
    int rm = rounding.code();
    Answer expected = DefinitionOracle.apply(operation, rounding, a, b, c);
    FpFlags flags = new FpFlags();
    long plain = ReferenceFloat.apply(operation, rm, a, b, c, flags);
    compare(operation, operands, rm, new Answer(plain, flags.bits), expected);
    flags.bits = 0;
    long quick = SoftFloat.apply(operation, rm, a, b, c, flags);
    compare(operation, operands, rm, new Answer(quick, flags.bits), expected);
  }

  static void checkQuick(FpOperation operation, Operands operands, int rm, int raised) {
    long a = operands.a();
    long b = operands.b();
    long c = operands.c();
    FpFlags flags = new FpFlags();
    flags.bits = raised;
    long plain = ReferenceFloat.apply(operation, rm, a, b, c, flags);
    Answer expected = new Answer(plain, flags.bits);
    flags.bits = raised;
    long quick = SoftFloat.apply(operation, rm, a, b, c, flags);
    compare(operation, operands, rm, new Answer(quick, flags.bits), expected);
  }

  private static void compare(
      FpOperation operation, Operands operands, int rm, Answer actual, Answer expected) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s of %s in mode %d", operation, operands, rm).isEqualTo(expected);
    }
  }

  @Provide
  Arbitrary<Tuple2<FpOperation, Operands>> cases() {
    return Combinators.combine(
            Arbitraries.of(FpOperation.class),
            operands(Format.HALF),
            operands(Format.SINGLE),
            operands(Format.DOUBLE),
            Arbitraries.oneOf(Arbitraries.of(INTEGERS), Operands.integers()))
        .as(
            (operation, halves, singles, doubles, integer) ->
                Tuple.of(
                    operation,
                    switch (operation.operandKind()) {
                      case HALF -> halves;
                      case SINGLE -> singles;
                      case DOUBLE -> doubles;
                      case INTEGER -> new Operands(integer, integer, integer);
                    }));
  }

  private static Arbitrary<Operands> operands(Format format) {
    Arbitrary<Long> one = new WeightedOperands(format).arbitrary();
    return Combinators.combine(one, one, one).as(Operands::new);
  }
}

package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import trapeze.isa.fp.ExactOracle.Answer;

/** The two readings are one: same bits, same flags, whatever was raised before. */
class FastPathTest {
  private static final int NEAREST_EVEN = Rounding.RNE.code();

  @Property(tries = 60_000, edgeCases = EdgeCasesMode.NONE)
  @Label("to nearest, every operation's quick reading is its plain one")
  void nearest(
      @ForAll FpOperation operation,
      @ForAll("halves") Operands halves,
      @ForAll("singles") Operands singles,
      @ForAll("doubles") Operands doubles,
      @ForAll("integers") long integer,
      @ForAll @IntRange(max = 31) int raised) {
    check(operation, NEAREST_EVEN, halves, singles, doubles, integer, 0);
    check(operation, NEAREST_EVEN, halves, singles, doubles, integer, raised);
  }

  @Property(tries = 40_000, edgeCases = EdgeCasesMode.NONE)
  @Label("in every mode, every operation's quick reading is its plain one")
  void allModes(
      @ForAll FpOperation operation,
      @ForAll Rounding rounding,
      @ForAll("halves") Operands halves,
      @ForAll("singles") Operands singles,
      @ForAll("doubles") Operands doubles,
      @ForAll("integers") long integer) {
    check(operation, rounding.code(), halves, singles, doubles, integer, 0);
  }

  private static void check(
      FpOperation operation,
      int rm,
      Operands halves,
      Operands singles,
      Operands doubles,
      long integer,
      int raised) {
    Operands operands =
        switch (operation.operandKind()) {
          case HALF -> halves;
          case SINGLE -> singles;
          case DOUBLE -> doubles;
          case INTEGER -> new Operands(integer, integer, integer);
        };
    FpFlags plain = new FpFlags();
    FpFlags quick = new FpFlags();
    plain.bits = raised;
    quick.bits = raised;
    long a = operands.a();
    long b = operands.b();
    long c = operands.c();
    Answer expected = new Answer(ReferenceFloat.apply(operation, rm, a, b, c, plain), plain.bits);
    Answer actual = new Answer(SoftFloat.apply(operation, rm, a, b, c, quick), quick.bits);
    assertThat(actual).as("%s of %s in mode %d", operation, operands, rm).isEqualTo(expected);
    if (operation.isNearestDouble() && rm == NEAREST_EVEN) {
      assertThat(onDoubles(operation, operands, raised))
          .as("%s of %s on doubles", operation, operands)
          .isEqualTo(expected);
    }
  }

  private static Answer onDoubles(FpOperation operation, Operands operands, int raised) {
    FpFlags flags = new FpFlags();
    flags.hold(raised);
    double a = Double.longBitsToDouble(operands.a());
    double b = Double.longBitsToDouble(operands.b());
    double c = Double.longBitsToDouble(operands.c());
    double result =
        switch (operation) {
          case ADD_DOUBLE -> NearestDouble.add(a, b, flags);
          case SUB_DOUBLE -> NearestDouble.sub(a, b, flags);
          case MUL_DOUBLE -> NearestDouble.mul(a, b, flags);
          case DIV_DOUBLE -> NearestDouble.div(a, b, flags);
          case SQRT_DOUBLE -> NearestDouble.sqrt(a, flags);
          case MULADD_DOUBLE -> NearestDouble.mulAdd(a, b, c, flags);
          default -> throw new IllegalArgumentException(operation + " is not on doubles");
        };
    assertThat(flags.largest).isEqualTo(flags.lacks(FpFlags.NX) ? -1 : Double.MAX_VALUE);
    return new Answer(Double.doubleToRawLongBits(result), flags.bits);
  }

  @Provide
  Arbitrary<Operands> halves() {
    return Operands.of(Format.HALF);
  }

  @Provide
  Arbitrary<Operands> singles() {
    return Operands.of(Format.SINGLE);
  }

  @Provide
  Arbitrary<Operands> doubles() {
    return Operands.of(Format.DOUBLE);
  }

  @Provide
  Arbitrary<Long> integers() {
    return Operands.integers();
  }
}

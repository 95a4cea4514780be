package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The plain reading, to nearest, against the arithmetic of the Java machine. */
class JavaArithmeticTest {

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("singles round to nearest as Java's floats do")
  void floats(@ForAll("singles") Operands operands) {
    float a = Float.intBitsToFloat((int) operands.a());
    float b = Float.intBitsToFloat((int) operands.b());
    float c = Float.intBitsToFloat((int) operands.c());
    checkSingle(FpOperation.ADD_SINGLE, operands, a + b);
    checkSingle(FpOperation.SUB_SINGLE, operands, a - b);
    checkSingle(FpOperation.MUL_SINGLE, operands, a * b);
    checkSingle(FpOperation.DIV_SINGLE, operands, a / b);
    checkSingle(FpOperation.MULADD_SINGLE, operands, Math.fma(a, b, c));
    checkSingle(FpOperation.SQRT_SINGLE, operands, (float) Math.sqrt(a));
    check(FpOperation.SINGLE_TO_DOUBLE, operands, Double.doubleToLongBits(a));
    check(FpOperation.LT_SINGLE, operands, a < b ? 1 : 0);
    check(FpOperation.LE_SINGLE, operands, a <= b ? 1 : 0);
    check(FpOperation.EQ_SINGLE, operands, a == b ? 1 : 0);
  }

  @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
  @Label("doubles round to nearest as Java's do")
  void doubles(@ForAll("doubles") Operands operands) {
    double a = Double.longBitsToDouble(operands.a());
    double b = Double.longBitsToDouble(operands.b());
    double c = Double.longBitsToDouble(operands.c());
    checkDouble(FpOperation.ADD_DOUBLE, operands, a + b);
    checkDouble(FpOperation.SUB_DOUBLE, operands, a - b);
    checkDouble(FpOperation.MUL_DOUBLE, operands, a * b);
    checkDouble(FpOperation.DIV_DOUBLE, operands, a / b);
    checkDouble(FpOperation.MULADD_DOUBLE, operands, Math.fma(a, b, c));
    checkDouble(FpOperation.SQRT_DOUBLE, operands, Math.sqrt(a));
    checkSingle(FpOperation.DOUBLE_TO_SINGLE, operands, (float) a);
    check(FpOperation.LT_DOUBLE, operands, a < b ? 1 : 0);
    check(FpOperation.LE_DOUBLE, operands, a <= b ? 1 : 0);
    check(FpOperation.EQ_DOUBLE, operands, a == b ? 1 : 0);
  }

  @Provide
  Arbitrary<Operands> singles() {
    return Operands.of(Format.SINGLE);
  }

  @Provide
  Arbitrary<Operands> doubles() {
    return Operands.of(Format.DOUBLE);
  }

  private static void checkSingle(FpOperation operation, Operands operands, float expected) {
    check(operation, operands, Integer.toUnsignedLong(Float.floatToIntBits(expected)));
  }

  private static void checkDouble(FpOperation operation, Operands operands, double expected) {
    check(operation, operands, Double.doubleToLongBits(expected));
  }

  private static void check(FpOperation operation, Operands operands, long expected) {
    int nearest = Rounding.RNE.code();
    long actual =
        ReferenceFloat.apply(
            operation, nearest, operands.a(), operands.b(), operands.c(), new FpFlags());
    assertThat(actual).as("%s of %s", operation, operands).isEqualTo(expected);
  }
}

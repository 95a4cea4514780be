package trapeze.isa.fp;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.fp.FpOperation.Kind;

/**
 * All combinations of TestFloat's first level for operations of two and three operands, those of
 * its second for the others, and many more at random: too many for the quick tests.
 */
class WeightedSweep {
  /** Of the combinations of three operands, one in so many is judged by the slow definition too. */
  private static final int SAMPLE = 101;

  private static final int RANDOM_CASES = 500_000;

  @ParameterizedTest
  @EnumSource
  void structured(FpOperation operation) {
    long[] few = patterns(operation, operation.operands() > 1);
    long[] second = operation.operands() > 1 ? few : new long[] {0};
    long[] third = operation.operands() > 2 ? few : new long[] {0};
    Rounding[] modes =
        operation.takesRounding() ? Rounding.values() : new Rounding[] {Rounding.RNE};
    IntStream.range(0, few.length)
        .parallel()
        .forEach(
            i -> {
              int number = i;
              for (long b : second) {
                for (long c : third) {
                  number++;
                  for (Rounding mode : modes) {
                    check(operation, new Operands(few[i], b, c), mode, number);
                  }
                }
              }
            });
  }

  private static void check(FpOperation operation, Operands operands, Rounding mode, int number) {
    if (operation.operands() < 3 || number % SAMPLE == 0) {
      EveryOperationTest.checkDefinition(operation, operands, mode);
    } else {
      EveryOperationTest.checkQuick(operation, operands, mode.code(), 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void random(FpOperation operation) {
    WeightedOperands some = new WeightedOperands(DefinitionOracle.format(operation.operandKind()));
    LongStream.range(0, RANDOM_CASES)
        .parallel()
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              long a = draw(operation, some, random);
              long b = draw(operation, some, random);
              long c = draw(operation, some, random);
              int raised = random.nextInt(32);
              for (Rounding mode : Rounding.values()) {
                EveryOperationTest.checkQuick(
                    operation, new Operands(a, b, c), mode.code(), raised);
              }
            });
  }

  private static long draw(FpOperation operation, WeightedOperands some, SplittableRandom random) {
    return operation.operandKind() == Kind.INTEGER
        ? random.nextLong() >> random.nextInt(Long.SIZE)
        : some.drawn(random.nextLong(), random.nextLong());
  }

  private static long[] patterns(FpOperation operation, boolean few) {
    if (operation.operandKind() == Kind.INTEGER) {
      return LongStream.concat(
              Arrays.stream(WeightedOperands.integers(IntegerType.INT32)),
              Arrays.stream(WeightedOperands.integers(IntegerType.INT64)))
          .toArray();
    }
    WeightedOperands some = new WeightedOperands(DefinitionOracle.format(operation.operandKind()));
    return few ? some.few() : some.all();
  }
}

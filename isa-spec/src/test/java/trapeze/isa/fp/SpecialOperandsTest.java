package trapeze.isa.fp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.fp.ExactOracle.Answer;

/**
 * Examples for both readings and all formats where the result is not a matter of rounding, NaN,
 * infinity, zero's sign, order, and where it only just is.
 */
class SpecialOperandsTest {
  private static final Set<FpOperation.Kind> FORMATS =
      EnumSet.complementOf(EnumSet.of(FpOperation.Kind.INTEGER));

  @ParameterizedTest
  @CsvSource({
    // operation, rounding, a, b, c, result, flags
    "ADD, RNE, inf, -inf, 0, nan, 16",
    "ADD, RNE, inf, inf, 0, inf, 0",
    "ADD, RNE, 1, -inf, 0, -inf, 0",
    "ADD, RNE, -nan, 1, 0, nan, 0",
    "ADD, RNE, 1, snan, 0, nan, 16",
    "ADD, RNE, 1, -1, 0, 0, 0",
    "ADD, RDN, 1, -1, 0, -0, 0",
    "ADD, RUP, 0, -0, 0, 0, 0",
    "ADD, RDN, 0, -0, 0, -0, 0",
    "ADD, RDN, 0, 0, 0, 0, 0",
    "ADD, RUP, -0, -0, 0, -0, 0",
    "ADD, RTZ, max, max, 0, max, 5",
    "ADD, RMM, max, max, 0, inf, 5",
    "ADD, RDN, -max, -max, 0, -inf, 5",
    "ADD, RUP, -max, -max, 0, -max, 5",
    "SUB, RNE, inf, inf, 0, nan, 16",
    "SUB, RNE, 0, 0, 0, 0, 0",
    "SUB, RNE, 1, snan, 0, nan, 16",
    "MUL, RNE, inf, 0, 0, nan, 16",
    "MUL, RNE, -0, -inf, 0, nan, 16",
    "MUL, RNE, inf, -1, 0, -inf, 0",
    "MUL, RNE, 0, -1, 0, -0, 0",
    "MUL, RNE, nan, 0, 0, nan, 0",
    "MUL, RUP, min, min, 0, min, 3",
    "MUL, RDN, min, -min, 0, -min, 3",
    "MUL, RNE, min, min, 0, 0, 3",
    "DIV, RNE, 1, 0, 0, inf, 8",
    "DIV, RNE, 1, -0, 0, -inf, 8",
    "DIV, RNE, inf, 0, 0, inf, 0",
    "DIV, RNE, 0, 0, 0, nan, 16",
    "DIV, RNE, inf, -inf, 0, nan, 16",
    "DIV, RNE, -1, inf, 0, -0, 0",
    "DIV, RNE, -inf, 1, 0, -inf, 0",
    "DIV, RNE, snan, 0, 0, nan, 16",
    "SQRT, RNE, -1, 0, 0, nan, 16",
    "SQRT, RNE, -inf, 0, 0, nan, 16",
    "SQRT, RNE, -0, 0, 0, -0, 0",
    "SQRT, RNE, inf, 0, 0, inf, 0",
    "SQRT, RNE, -nan, 0, 0, nan, 0",
    "SQRT, RNE, snan, 0, 0, nan, 16",
    // Infinity times zero is invalid whatever is added.
    "MULADD, RNE, inf, 0, nan, nan, 16",
    "MULADD, RNE, 0, inf, 1, nan, 16",
    "MULADD, RNE, nan, 0, 1, nan, 0",
    "MULADD, RNE, 1, 1, snan, nan, 16",
    "MULADD, RNE, inf, 1, -inf, nan, 16",
    "MULADD, RNE, inf, -1, -inf, -inf, 0",
    "MULADD, RNE, 1, 1, -inf, -inf, 0",
    "MULADD, RNE, 0, -1, 0, 0, 0",
    "MULADD, RDN, 0, -1, 0, -0, 0",
    "MULADD, RDN, 1, 1, -1, -0, 0",
    "MULADD, RNE, 0, 1, -1, -1, 0",
    "MULADD, RNE, max, max, -inf, -inf, 0",
    // Just below the smallest normal number, which all of these round to: tiny is what would not
    // round to it if there were smaller normal ones.
    "MUL, RNE, below1, normal, 0, normal, 3",
    "MULADD, RNE, below1, normal, 0, normal, 3",
    "MULADD, RNE, min, -0.5, normal, normal, 3",
    "MULADD, RNE, min, -0.375, normal, normal, 3",
    "MULADD, RNE, min, -0.25, normal, normal, 1",
    "MULADD, RNE, min, -0.125, normal, normal, 1",
    "MULADD, RUP, min, -0.5, normal, normal, 3",
    "MULADD, RUP, min, -0.375, normal, normal, 1",
    "DIV, RNE, normal, 1, 0, normal, 0",
  })
  void arithmetic(
      String operation,
      Rounding rounding,
      String a,
      String b,
      String c,
      String result,
      int raised) {
    for (FpOperation.Kind format : FORMATS) {
      check(
          format,
          operation,
          rounding,
          new String[] {a, b, c},
          new Answer(pattern(format, result), raised));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // a, b, minimum, maximum, invalid
    "1, -1, -1, 1, 0",
    "-0, 0, -0, 0, 0",
    "0, -0, -0, 0, 0",
    "-inf, max, -inf, max, 0",
    "-max, -min, -max, -min, 0",
    "nan, 1, 1, 1, 0",
    "1, -nan, 1, 1, 0",
    "snan, 1, 1, 1, 16",
    "1, snan, 1, 1, 16",
    "-nan, nan, nan, nan, 0",
    "snan, snan, nan, nan, 16",
  })
  void minimumAndMaximum(String a, String b, String minimum, String maximum, int raised) {
    for (FpOperation.Kind format : FORMATS) {
      String[] operands = {a, b, "0"};
      check(format, "MIN", Rounding.RNE, operands, new Answer(pattern(format, minimum), raised));
      check(format, "MAX", Rounding.RNE, operands, new Answer(pattern(format, maximum), raised));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // a, b, equal, less, less or equal, flags of equal, flags of the other two
    "0, -0, 1, 0, 1, 0, 0",
    "-0, 0, 1, 0, 1, 0, 0",
    "1, 1, 1, 0, 1, 0, 0",
    "-1, 1, 0, 1, 1, 0, 0",
    "-1, -min, 0, 1, 1, 0, 0",
    "-min, -1, 0, 0, 0, 0, 0",
    "-inf, inf, 0, 1, 1, 0, 0",
    "inf, inf, 1, 0, 1, 0, 0",
    "nan, 1, 0, 0, 0, 0, 16",
    "nan, nan, 0, 0, 0, 0, 16",
    "inf, snan, 0, 0, 0, 16, 16",
  })
  void comparisons(
      String a, String b, int equal, int less, int lessOrEqual, int quiet, int signalling) {
    for (FpOperation.Kind format : FORMATS) {
      String[] operands = {a, b, "0"};
      check(format, "EQ", Rounding.RNE, operands, new Answer(equal, quiet));
      check(format, "LT", Rounding.RNE, operands, new Answer(less, signalling));
      check(format, "LE", Rounding.RNE, operands, new Answer(lessOrEqual, signalling));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-inf, 0",
    "-max, 1",
    "-1, 1",
    "-min, 2",
    "-0, 3",
    "0, 4",
    "min, 5",
    "1, 6",
    "inf, 7",
    "snan, 8",
    "-snan, 8",
    "nan, 9",
    "-nan, 9",
  })
  void classes(String a, int bit) {
    for (FpOperation.Kind format : FORMATS) {
      check(format, "CLASS", Rounding.RNE, new String[] {a, "0", "0"}, new Answer(1L << bit, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"inf, inf, 0", "-inf, -inf, 0", "-0, -0, 0", "-nan, nan, 0", "-snan, nan, 16"})
  void otherFormat(String a, String result, int raised) {
    for (FpOperation operation : FpOperation.values()) {
      FpOperation.Kind from = operation.operandKind();
      FpOperation.Kind to = operation.resultKind();
      if (FORMATS.contains(from) && FORMATS.contains(to) && from != to) {
        long[] operands = {pattern(from, a), 0, 0};
        check(operation, Rounding.RNE.code(), operands, new Answer(pattern(to, result), raised));
      }
    }
  }

  private static void check(
      FpOperation.Kind format,
      String operation,
      Rounding rounding,
      String[] names,
      Answer expected) {
    long[] operands = Arrays.stream(names).mapToLong(name -> pattern(format, name)).toArray();
    check(FpOperation.valueOf(operation + "_" + format), rounding.code(), operands, expected);
  }

  private static void check(FpOperation operation, int rm, long[] operands, Answer expected) {
    long a = operands[0];
    long b = operands[1];
    long c = operands[2];
    FpFlags flags = new FpFlags();
    long plain = ReferenceFloat.apply(operation, rm, a, b, c, flags);
    assertThat(new Answer(plain, flags.bits)).as("plain %s", operation).isEqualTo(expected);
    flags.bits = 0;
    long quick = SoftFloat.apply(operation, rm, a, b, c, flags);
    assertThat(new Answer(quick, flags.bits)).as("quick %s", operation).isEqualTo(expected);
  }

  /** The patterns are given by Java, not by the code under test. */
  private static long pattern(FpOperation.Kind format, String name) {
    boolean negative = name.startsWith("-");
    String magnitude = negative ? name.substring(1) : name;
    return switch (format) {
      case HALF -> half(magnitude) | (negative ? 0x8000 : 0);
      case SINGLE -> single(magnitude) | (negative ? 0x8000_0000L : 0);
      case DOUBLE, INTEGER -> wide(magnitude) | (negative ? Long.MIN_VALUE : 0);
    };
  }

  private static long half(String name) {
    return switch (name) {
      case "snan" -> 0x7c01;
      case "nan" -> 0x7e00;
      case "inf" -> 0x7c00;
      case "max" -> 0x7bff;
      case "min" -> 1;
      case "normal" -> 0x400;
      case "below1" -> 0x3bff;
      default -> Float.floatToFloat16(Float.parseFloat(name));
    };
  }

  private static long single(String name) {
    return switch (name) {
      case "snan" -> 0x7f80_0001L;
      case "nan" -> 0x7fc0_0000L;
      case "inf" -> 0x7f80_0000L;
      case "max" -> 0x7f7f_ffffL;
      case "min" -> 1;
      case "normal" -> 0x80_0000L;
      case "below1" -> 0x3f7f_ffffL;
      default -> Float.floatToRawIntBits(Float.parseFloat(name));
    };
  }

  private static long wide(String name) {
    return switch (name) {
      case "snan" -> 0x7ff0_0000_0000_0001L;
      case "nan" -> 0x7ff8_0000_0000_0000L;
      case "inf" -> 0x7ff0_0000_0000_0000L;
      case "max" -> 0x7fef_ffff_ffff_ffffL;
      case "min" -> 1;
      case "normal" -> 0x10_0000_0000_0000L;
      case "below1" -> 0x3fef_ffff_ffff_ffffL;
      default -> Double.doubleToRawLongBits(Double.parseDouble(name));
    };
  }
}

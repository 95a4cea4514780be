package trapeze.laws;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/** Floating-point registers with values that matter, and instructions that reckon with them. */
final class Floating {
  private Floating() {}

  private static final int A = 5;
  private static final int REGISTERS = 32;
  private static final int FEW = 3;
  private static final long BOX_SINGLE = -1L << 32;
  private static final long BOX_HALF = -1L << 16;

  private static final List<Instruction> RECKONING =
      Ordinary.innocuousInstructions().stream()
          .filter(
              each ->
                  Traversal.statements(each.body())
                      .anyMatch(
                          statement ->
                              statement instanceof Statement.FloatingPoint
                                  || statement instanceof Statement.SetF))
          .toList();

  private static final double[] SPECIAL = {
    0,
    1,
    2,
    0.5,
    1.5,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    65504,
    0x1p-14,
    0x1p-24,
    0x1p15,
    0x1p16,
    0x1p31,
    0x1p32,
    0x1p63,
    0x1p64,
    Double.POSITIVE_INFINITY,
    Double.NaN
  };

  /** Halves, singles and doubles, boxed as they should be, or not. */
  private static Draw<Long> value(Mix mix) {
    Draw<Double> numbers =
        mix.isSpecial()
            .flatMap(
                special ->
                    special
                        ? random -> SPECIAL[random.nextInt(SPECIAL.length)]
                        : random -> random.nextGaussian() * Math.scalb(1, random.nextInt(-40, 41)));
    return Draws.combine(
            numbers,
            Draws.integers(-2, 2),
            Draws.integers(0, 7),
            Draws.of(false, true),
            Draws.longs())
        .as(
            (number, beside, kind, negative, bits) -> {
              double signed = negative ? -number : number;
              return switch (kind) {
                case 0, 1 -> Double.doubleToRawLongBits(signed) + beside;
                case 2, 3, 4 ->
                    BOX_SINGLE | Float.floatToRawIntBits((float) signed) + beside & ~BOX_SINGLE;
                case 5 -> BOX_HALF | Float.floatToFloat16((float) signed) + beside & ~BOX_HALF;
                case 6 -> bits | BOX_SINGLE;
                default -> bits;
              };
            });
  }

  /** Puts such values into registers, and reckons with them. */
  static Draw<List<Chunk>> scene(Mix mix) {
    Draw<Chunk> values =
        Draws.combine(Draws.integers(0, REGISTERS - 1), value(mix))
            .as(Floating::set)
            .list(1, 3)
            .map(Floating::together);
    Draw<Chunk> reckoning =
        Ordinary.innocuous(RECKONING, mix).list(1, 12).map(words -> new Chunk("floating", words));
    return Draws.combine(values, reckoning).as((first, then) -> List.of(first, then));
  }

  /**
   * Numbers of one format in a few registers, all different and none special, and instructions of
   * that format whose operands are these registers: so that the greater of two is another one than
   * the lesser.
   */
  static Draw<List<Chunk>> numbers(Mix mix) {
    return Draws.of("d", "s", "h")
        .flatMap(
            format ->
                Draws.combine(
                        random -> number(format, random.nextGaussian()),
                        random -> number(format, 100 * random.nextGaussian()),
                        random -> number(format, random.nextInt(-9, 10)),
                        Ordinary.innocuous(of(format), mix).list(1, 10))
                    .as(
                        (first, second, third, words) ->
                            List.of(
                                together(List.of(set(0, first), set(1, second), set(2, third))),
                                new Chunk(
                                    "reckon with numbers",
                                    words.stream().map(Floating::withFewRegisters).toList()))));
  }

  private static List<Instruction> of(String format) {
    return RECKONING.stream()
        .filter(each -> List.of(each.name().split("\\.")).contains(format))
        .toList();
  }

  private static long number(String format, double value) {
    return switch (format) {
      case "d" -> Double.doubleToRawLongBits(value);
      case "s" -> BOX_SINGLE | Float.floatToRawIntBits((float) value) & ~BOX_SINGLE;
      default -> BOX_HALF | Float.floatToFloat16((float) value) & ~BOX_HALF;
    };
  }

  /** The same instruction with sources among the first few registers. */
  private static int withFewRegisters(int word) {
    Instruction instruction =
        RECKONING.stream().filter(each -> each.encoding().matches(word)).findFirst().orElseThrow();
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    for (Operand operand : instruction.encoding().operands()) {
      long value = instruction.encoding().operand(operand, word);
      boolean isSource = operand == Operand.RS1 || operand == Operand.RS2 || operand == Operand.RS3;
      operands.put(operand, isSource ? value % FEW : value);
    }
    return instruction.encoding().assemble(operands);
  }

  private static List<Integer> set(int register, long value) {
    Code code = new Code().load(A, value);
    return code.put("fmv.d.x", Operand.RD, register, Operand.RS1, A).words();
  }

  private static Chunk together(List<List<Integer>> parts) {
    List<Integer> words = new ArrayList<>(parts.stream().flatMap(List::stream).toList());
    return new Chunk("floating-point values", words);
  }

  /** All instructions that it may draw. */
  static Stream<Instruction> instructions() {
    return RECKONING.stream();
  }
}

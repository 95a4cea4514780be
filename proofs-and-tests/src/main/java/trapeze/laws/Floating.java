package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
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

package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.ir.Operand.SHAMT;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.UnaryOperator;

/**
 * Bit manipulation: address generation, basic, carry-less multiplication, single bits (unpriv:zba,
 * unpriv:zbb, unpriv:zbc, unpriv:zbs).
 *
 * <p>Zbb's {@code zext.h} is Zbkb's {@code packw} with x0 as its second source, and is defined
 * there.
 */
public final class BitManipulation {
  private BitManipulation() {}

  private static final Expression LOW_1 = low32(x(RS1));
  private static final Expression LOW_2 = low32(x(RS2));
  private static final Expression UNSIGNED_WORD_1 = zeroExtend(LOW_1, 64);

  private static final List<Instruction> ADDRESS_GENERATION =
      List.of(
          two("add.uw", "0000100 rs2 rs1 000 rd 0111011", add(UNSIGNED_WORD_1, x(RS2))),
          two("sh1add", "0010000 rs2 rs1 010 rd 0110011", shiftedAdd(x(RS1), 1)),
          two("sh2add", "0010000 rs2 rs1 100 rd 0110011", shiftedAdd(x(RS1), 2)),
          two("sh3add", "0010000 rs2 rs1 110 rd 0110011", shiftedAdd(x(RS1), 3)),
          two("sh1add.uw", "0010000 rs2 rs1 010 rd 0111011", shiftedAdd(UNSIGNED_WORD_1, 1)),
          two("sh2add.uw", "0010000 rs2 rs1 100 rd 0111011", shiftedAdd(UNSIGNED_WORD_1, 2)),
          two("sh3add.uw", "0010000 rs2 rs1 110 rd 0111011", shiftedAdd(UNSIGNED_WORD_1, 3)),
          shift(
              "slli.uw",
              "000010 shamt rs1 001 rd 0011011",
              shiftLeft(UNSIGNED_WORD_1, operand(SHAMT))));

  private static final List<Instruction> LOGIC =
      List.of(
          two("andn", "0100000 rs2 rs1 111 rd 0110011", and(x(RS1), not(x(RS2)))),
          two("orn", "0100000 rs2 rs1 110 rd 0110011", or(x(RS1), not(x(RS2)))),
          two("xnor", "0100000 rs2 rs1 100 rd 0110011", not(xor(x(RS1), x(RS2)))),
          two("max", "0000101 rs2 rs1 110 rd 0110011", chosen(Comparison.NOT_LESS_SIGNED)),
          two("maxu", "0000101 rs2 rs1 111 rd 0110011", chosen(Comparison.NOT_LESS_UNSIGNED)),
          two("min", "0000101 rs2 rs1 100 rd 0110011", chosen(Comparison.LESS_SIGNED)),
          two("minu", "0000101 rs2 rs1 101 rd 0110011", chosen(Comparison.LESS_UNSIGNED)));

  private static final List<Instruction> COUNTS_AND_BYTES =
      List.of(
          counts("clz", "00000", UnaryOperator.COUNT_LEADING_ZEROS, 64),
          counts("ctz", "00001", UnaryOperator.COUNT_TRAILING_ZEROS, 64),
          counts("cpop", "00010", UnaryOperator.POPULATION_COUNT, 64),
          counts("clzw", "00000", UnaryOperator.COUNT_LEADING_ZEROS, 32),
          counts("ctzw", "00001", UnaryOperator.COUNT_TRAILING_ZEROS, 32),
          counts("cpopw", "00010", UnaryOperator.POPULATION_COUNT, 32),
          one("sext.b", "011000000100 rs1 001 rd 0010011", signExtend(bits(x(RS1), 7, 0), 64)),
          one("sext.h", "011000000101 rs1 001 rd 0010011", signExtend(bits(x(RS1), 15, 0), 64)),
          one(
              "orc.b",
              "001010000111 rs1 101 rd 0010011",
              unary(UnaryOperator.OR_COMBINE_BYTES, x(RS1))),
          one(
              "rev8",
              "011010111000 rs1 101 rd 0010011",
              unary(UnaryOperator.REVERSE_BYTES, x(RS1))));

  private static final List<Instruction> ROTATIONS =
      List.of(
          two("rol", "0110000 rs2 rs1 001 rd 0110011", rotateLeft(x(RS1), x(RS2))),
          two("ror", "0110000 rs2 rs1 101 rd 0110011", rotateRight(x(RS1), x(RS2))),
          shift(
              "rori",
              "011000 shamt rs1 101 rd 0010011",
              rotateRight(x(RS1), zeroExtend(operand(SHAMT), 64))),
          two("rolw", "0110000 rs2 rs1 001 rd 0111011", signExtend(rotateLeft(LOW_1, LOW_2), 64)),
          two("rorw", "0110000 rs2 rs1 101 rd 0111011", signExtend(rotateRight(LOW_1, LOW_2), 64)),
          shift(
              "roriw",
              "0110000 shamt[4:0] rs1 101 rd 0011011",
              signExtend(rotateRight(LOW_1, zeroExtend(operand(SHAMT), 32)), 64)));

  private static final Expression PRODUCT_HIGH =
      binary(BinaryOperator.CARRYLESS_MULTIPLY_HIGH, x(RS1), x(RS2));
  private static final Expression PRODUCT_LOW =
      binary(BinaryOperator.CARRYLESS_MULTIPLY, x(RS1), x(RS2));

  /** The product has 127 bits; {@code clmulr} gives bits 126:63. */
  private static final List<Instruction> CARRYLESS =
      List.of(
          two("clmul", "0000101 rs2 rs1 001 rd 0110011", PRODUCT_LOW),
          two("clmulh", "0000101 rs2 rs1 011 rd 0110011", PRODUCT_HIGH),
          two(
              "clmulr",
              "0000101 rs2 rs1 010 rd 0110011",
              concatenate(bits(PRODUCT_HIGH, 62, 0), bits(PRODUCT_LOW, 63, 63))));

  private static final Expression BIT = shiftLeft(word(1), x(RS2));
  private static final Expression BIT_IMMEDIATE = shiftLeft(word(1), operand(SHAMT));

  private static final List<Instruction> SINGLE_BITS =
      List.of(
          two("bclr", "0100100 rs2 rs1 001 rd 0110011", and(x(RS1), not(BIT))),
          shift("bclri", "010010 shamt rs1 001 rd 0010011", and(x(RS1), not(BIT_IMMEDIATE))),
          two("bext", "0100100 rs2 rs1 101 rd 0110011", lowestBit(shiftRight(x(RS1), x(RS2)))),
          shift(
              "bexti",
              "010010 shamt rs1 101 rd 0010011",
              lowestBit(shiftRight(x(RS1), operand(SHAMT)))),
          two("binv", "0110100 rs2 rs1 001 rd 0110011", xor(x(RS1), BIT)),
          shift("binvi", "011010 shamt rs1 001 rd 0010011", xor(x(RS1), BIT_IMMEDIATE)),
          two("bset", "0010100 rs2 rs1 001 rd 0110011", or(x(RS1), BIT)),
          shift("bseti", "001010 shamt rs1 001 rd 0010011", or(x(RS1), BIT_IMMEDIATE)));

  private static final List<Instruction> ALL =
      Stream.of(
              of("Zba", ADDRESS_GENERATION),
              of("Zbb", LOGIC),
              of("Zbb", COUNTS_AND_BYTES),
              of("Zbb", ROTATIONS),
              of("Zbc", CARRYLESS),
              of("Zbs", SINGLE_BITS))
          .flatMap(List::stream)
          .toList();

  static List<Instruction> instructions() {
    return ALL;
  }

  /** The one of this name, for a 16-bit form to stand for. */
  static Instruction named(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<Instruction> of(String extension, List<Instruction> instructions) {
    String chapter = "unpriv:ext:" + extension.toLowerCase(Locale.ROOT);
    return instructions.stream().map(each -> each.in(extension).section(chapter)).toList();
  }

  private static Expression shiftedAdd(Expression index, int shift) {
    return add(shiftLeft(index, word(shift)), x(RS2));
  }

  /** {@code rs1} if the relation holds between it and {@code rs2}, else {@code rs2}. */
  private static Expression chosen(Comparison comparison) {
    return select(compare(comparison, x(RS1), x(RS2)), x(RS1), x(RS2));
  }

  /** Shift amounts count modulo the width, so the other way round is the negated amount. */
  private static Expression rotateLeft(Expression value, Expression amount) {
    return or(shiftLeft(value, amount), shiftRight(value, unary(UnaryOperator.NEGATE, amount)));
  }

  private static Expression rotateRight(Expression value, Expression amount) {
    return or(shiftRight(value, amount), shiftLeft(value, unary(UnaryOperator.NEGATE, amount)));
  }

  private static Expression lowestBit(Expression value) {
    return and(value, word(1));
  }

  private static Instruction counts(String name, String code, UnaryOperator operator, int width) {
    Expression count = unary(operator, bits(x(RS1), width - 1, 0));
    String opcode = width == 64 ? "0010011" : "0011011";
    return one(name, "0110000 " + code + " rs1 001 rd " + opcode, zeroExtend(count, 64));
  }

  private static Instruction one(String name, String encoding, Expression result) {
    return instruction(name, encoding).syntax("rd, rs1").does(set(RD, result));
  }

  private static Instruction two(String name, String encoding, Expression result) {
    return instruction(name, encoding).syntax("rd, rs1, rs2").does(set(RD, result));
  }

  private static Instruction shift(String name, String encoding, Expression result) {
    return instruction(name, encoding).syntax("rd, rs1, shamt").does(set(RD, result));
  }
}

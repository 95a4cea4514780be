package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import java.util.stream.IntStream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;

/**
 * Bit manipulation for cryptography: what Zbkb and Zbkx have beyond Zbb; Zbkc is a part of Zbc
 * (unpriv:ext:zbkb, unpriv:ext:zbkx).
 */
public final class BitManipulationForCryptography {
  private BitManipulationForCryptography() {}

  static final Instruction PACK =
      packs(
          "pack",
          "0000100 rs2 rs1 100 rd 0110011",
          concatenate(bits(x(RS2), 31, 0), bits(x(RS1), 31, 0)));

  static final Instruction PACKH =
      packs(
          "packh",
          "0000100 rs2 rs1 111 rd 0110011",
          zeroExtend(concatenate(bits(x(RS2), 7, 0), bits(x(RS1), 7, 0)), 64));

  /** With {@code rs2} = x0 this is Zbb's {@code zext.h}. */
  static final Instruction PACKW =
      packs(
          "packw",
          "0000100 rs2 rs1 100 rd 0111011",
          signExtend(concatenate(bits(x(RS2), 15, 0), bits(x(RS1), 15, 0)), 64));

  /** Reverses the bits of each byte: neighbours, then pairs, then halves change places. */
  static final Instruction BREV8 =
      instruction("brev8", "011010000111 rs1 101 rd 0010011")
          .in("Zbkb")
          .section("unpriv:norm:brev8_op")
          .syntax("rd, rs1")
          .does(
              set(
                  RD,
                  swapped(
                      swapped(swapped(x(RS1), 1, 0x5555555555555555L), 2, 0x3333333333333333L),
                      4,
                      0x0f0f0f0f0f0f0f0fL)));

  static final Instruction XPERM4 = permutes("xperm4", "0010100 rs2 rs1 010 rd 0110011", 4);
  static final Instruction XPERM8 = permutes("xperm8", "0010100 rs2 rs1 100 rd 0110011", 8);

  static List<Instruction> instructions() {
    return List.of(PACK, PACKH, PACKW, BREV8, XPERM4, XPERM8);
  }

  private static Instruction packs(String name, String encoding, Expression result) {
    return instruction(name, encoding)
        .in("Zbkb")
        .section("unpriv:norm:" + name + "_op")
        .syntax("rd, rs1, rs2")
        .does(set(RD, result));
  }

  /** Exchanges each group of {@code distance} bits under the mask with the group above it. */
  private static Expression swapped(Expression value, int distance, long mask) {
    return or(
        shiftLeft(and(value, word(mask)), word(distance)),
        and(shiftRight(value, word(distance)), word(mask)));
  }

  /** Each field of {@code rs2} is the index of a field of {@code rs1}; 0 where there is none. */
  private static Instruction permutes(String name, String encoding, int width) {
    Expression result =
        IntStream.range(0, 64 / width)
            .mapToObj(i -> looksUp(i * width, width))
            .reduce((low, high) -> concatenate(high, low))
            .orElseThrow();
    return instruction(name, encoding)
        .in("Zbkx")
        .section("unpriv:norm:" + name + "_op")
        .syntax("rd, rs1, rs2")
        .does(set(RD, result));
  }

  private static Expression looksUp(int from, int width) {
    Expression index = bits(x(RS2), from + width - 1, from);
    Expression found =
        bits(
            shiftRight(x(RS1), shiftLeft(zeroExtend(index, 64), word(width == 4 ? 2 : 3))),
            width - 1,
            0);
    return width == 4
        ? found
        : select(below(index, constant(64 / width, width)), found, constant(0, width));
  }
}

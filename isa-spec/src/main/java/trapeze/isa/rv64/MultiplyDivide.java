package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.BinaryOperator;

/** Integer multiplication and division (unpriv:ext:m); division traps on nothing. */
public final class MultiplyDivide {
  private MultiplyDivide() {}

  static final Instruction MUL =
      word("mul", "0000001 rs2 rs1 000 rd 0110011", "mul_op", BinaryOperator.MULTIPLY);

  static final Instruction MULH =
      word(
          "mulh",
          "0000001 rs2 rs1 001 rd 0110011",
          "mulh_mulhu_mulhsu_op",
          BinaryOperator.MULTIPLY_HIGH_SIGNED);

  static final Instruction MULHSU =
      word(
          "mulhsu",
          "0000001 rs2 rs1 010 rd 0110011",
          "mulh_mulhu_mulhsu_op",
          BinaryOperator.MULTIPLY_HIGH_SIGNED_UNSIGNED);

  static final Instruction MULHU =
      word(
          "mulhu",
          "0000001 rs2 rs1 011 rd 0110011",
          "mulh_mulhu_mulhsu_op",
          BinaryOperator.MULTIPLY_HIGH_UNSIGNED);

  static final Instruction DIV =
      word("div", "0000001 rs2 rs1 100 rd 0110011", "div_divu_op", BinaryOperator.DIVIDE_SIGNED);

  static final Instruction DIVU =
      word("divu", "0000001 rs2 rs1 101 rd 0110011", "div_divu_op", BinaryOperator.DIVIDE_UNSIGNED);

  static final Instruction REM =
      word("rem", "0000001 rs2 rs1 110 rd 0110011", "rem_remu_op", BinaryOperator.REMAINDER_SIGNED);

  static final Instruction REMU =
      word(
          "remu",
          "0000001 rs2 rs1 111 rd 0110011",
          "rem_remu_op",
          BinaryOperator.REMAINDER_UNSIGNED);

  static final Instruction MULW =
      half("mulw", "0000001 rs2 rs1 000 rd 0111011", "mulw_op", BinaryOperator.MULTIPLY);

  static final Instruction DIVW =
      half("divw", "0000001 rs2 rs1 100 rd 0111011", "divw_divuw_op", BinaryOperator.DIVIDE_SIGNED);

  static final Instruction DIVUW =
      half(
          "divuw",
          "0000001 rs2 rs1 101 rd 0111011",
          "divw_divuw_op",
          BinaryOperator.DIVIDE_UNSIGNED);

  static final Instruction REMW =
      half(
          "remw",
          "0000001 rs2 rs1 110 rd 0111011",
          "remw_remuw_op",
          BinaryOperator.REMAINDER_SIGNED);

  static final Instruction REMUW =
      half(
          "remuw",
          "0000001 rs2 rs1 111 rd 0111011",
          "remw_remuw_op",
          BinaryOperator.REMAINDER_UNSIGNED);

  static List<Instruction> instructions() {
    return List.of(MUL, MULH, MULHSU, MULHU, DIV, DIVU, REM, REMU, MULW, DIVW, DIVUW, REMW, REMUW);
  }

  /** An operation on all 64 bits. */
  private static Instruction word(
      String name, String encoding, String rule, BinaryOperator operator) {
    return instruction(name, encoding)
        .in("M")
        .section("unpriv:norm:" + rule)
        .syntax("rd, rs1, rs2")
        .does(set(RD, binary(operator, x(RS1), x(RS2))));
  }

  /** An operation on the lower 32 bits, its result sign-extended, unsigned ones' too. */
  private static Instruction half(
      String name, String encoding, String rule, BinaryOperator operator) {
    return instruction(name, encoding)
        .in("M")
        .section("unpriv:norm:" + rule)
        .syntax("rd, rs1, rs2")
        .does(set(RD, signExtend(binary(operator, low32(x(RS1)), low32(x(RS2))), 64)));
  }
}

package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.ir.Operand.SHAMT;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;

/** RV64I's computational instructions: registers in, a register out (unpriv:rv32, unpriv:rv64). */
public final class BaseInteger {
  private BaseInteger() {}

  static final Instruction ADDI =
      immediate("addi", "imm[11:0] rs1 000 rd 0010011", "addi_op", add(x(RS1), IMM));

  static final Instruction SLTI =
      immediate(
          "slti",
          "imm[11:0] rs1 010 rd 0010011",
          "slti_sltiu_op",
          oneIf(Comparison.LESS_SIGNED, x(RS1), IMM));

  static final Instruction SLTIU =
      immediate(
          "sltiu",
          "imm[11:0] rs1 011 rd 0010011",
          "slti_sltiu_op",
          oneIf(Comparison.LESS_UNSIGNED, x(RS1), IMM));

  static final Instruction XORI =
      immediate("xori", "imm[11:0] rs1 100 rd 0010011", "andi_ori_xori_op", xor(x(RS1), IMM));

  static final Instruction ORI =
      immediate("ori", "imm[11:0] rs1 110 rd 0010011", "andi_ori_xori_op", or(x(RS1), IMM));

  static final Instruction ANDI =
      immediate("andi", "imm[11:0] rs1 111 rd 0010011", "andi_ori_xori_op", and(x(RS1), IMM));

  static final Instruction SLLI =
      shift(
          "slli", "000000 shamt rs1 001 rd 0010011", "slli_op", shiftLeft(x(RS1), operand(SHAMT)));

  static final Instruction SRLI =
      shift(
          "srli", "000000 shamt rs1 101 rd 0010011", "srli_op", shiftRight(x(RS1), operand(SHAMT)));

  static final Instruction SRAI =
      shift(
          "srai",
          "010000 shamt rs1 101 rd 0010011",
          "srai_op",
          shiftRightArithmetic(x(RS1), operand(SHAMT)));

  /** The immediate's 20 bits stand in bits 31:12; bits 63:32 are copies of bit 31. */
  static final Instruction LUI =
      instruction("lui", "imm[31:12] rd 0110111")
          .section("unpriv:norm:lui_op_rv64i")
          .syntax("rd, upper")
          .does(set(RD, IMM));

  static final Instruction AUIPC =
      instruction("auipc", "imm[31:12] rd 0010111")
          .section("unpriv:norm:auipc_op_rv64i")
          .syntax("rd, upper")
          .does(set(RD, add(PC, IMM)));

  static final Instruction ADD =
      registers("add", "0000000 rs2 rs1 000 rd 0110011", "add_op", add(x(RS1), x(RS2)));

  static final Instruction SUB =
      registers("sub", "0100000 rs2 rs1 000 rd 0110011", "sub_op", subtract(x(RS1), x(RS2)));

  static final Instruction SLL =
      registers(
          "sll", "0000000 rs2 rs1 001 rd 0110011", "sll_srl_sra_op", shiftLeft(x(RS1), x(RS2)));

  static final Instruction SLT =
      registers(
          "slt",
          "0000000 rs2 rs1 010 rd 0110011",
          "slt_sltu_op",
          oneIf(Comparison.LESS_SIGNED, x(RS1), x(RS2)));

  static final Instruction SLTU =
      registers(
          "sltu",
          "0000000 rs2 rs1 011 rd 0110011",
          "slt_sltu_op",
          oneIf(Comparison.LESS_UNSIGNED, x(RS1), x(RS2)));

  static final Instruction XOR =
      registers("xor", "0000000 rs2 rs1 100 rd 0110011", "and_or_xor_op", xor(x(RS1), x(RS2)));

  static final Instruction SRL =
      registers(
          "srl", "0000000 rs2 rs1 101 rd 0110011", "sll_srl_sra_op", shiftRight(x(RS1), x(RS2)));

  static final Instruction SRA =
      registers(
          "sra",
          "0100000 rs2 rs1 101 rd 0110011",
          "sll_srl_sra_op",
          shiftRightArithmetic(x(RS1), x(RS2)));

  static final Instruction OR =
      registers("or", "0000000 rs2 rs1 110 rd 0110011", "and_or_xor_op", or(x(RS1), x(RS2)));

  static final Instruction AND =
      registers("and", "0000000 rs2 rs1 111 rd 0110011", "and_or_xor_op", and(x(RS1), x(RS2)));

  static final Instruction ADDIW =
      immediate(
          "addiw",
          "imm[11:0] rs1 000 rd 0011011",
          "addiw_op",
          signExtend(add(low32(x(RS1)), low32(IMM)), 64));

  static final Instruction SLLIW =
      shift(
          "slliw",
          "0000000 shamt[4:0] rs1 001 rd 0011011",
          "slliw_srliw_sraiw_op",
          signExtend(shiftLeft(low32(x(RS1)), operand(SHAMT)), 64));

  static final Instruction SRLIW =
      shift(
          "srliw",
          "0000000 shamt[4:0] rs1 101 rd 0011011",
          "slliw_srliw_sraiw_op",
          signExtend(shiftRight(low32(x(RS1)), operand(SHAMT)), 64));

  static final Instruction SRAIW =
      shift(
          "sraiw",
          "0100000 shamt[4:0] rs1 101 rd 0011011",
          "slliw_srliw_sraiw_op",
          signExtend(shiftRightArithmetic(low32(x(RS1)), operand(SHAMT)), 64));

  static final Instruction ADDW =
      registers(
          "addw",
          "0000000 rs2 rs1 000 rd 0111011",
          "addw_subw_op",
          signExtend(add(low32(x(RS1)), low32(x(RS2))), 64));

  static final Instruction SUBW =
      registers(
          "subw",
          "0100000 rs2 rs1 000 rd 0111011",
          "addw_subw_op",
          signExtend(subtract(low32(x(RS1)), low32(x(RS2))), 64));

  static final Instruction SLLW =
      registers(
          "sllw",
          "0000000 rs2 rs1 001 rd 0111011",
          "sllw_srlw_sraw_op",
          signExtend(shiftLeft(low32(x(RS1)), x(RS2)), 64));

  static final Instruction SRLW =
      registers(
          "srlw",
          "0000000 rs2 rs1 101 rd 0111011",
          "sllw_srlw_sraw_op",
          signExtend(shiftRight(low32(x(RS1)), x(RS2)), 64));

  static final Instruction SRAW =
      registers(
          "sraw",
          "0100000 rs2 rs1 101 rd 0111011",
          "sllw_srlw_sraw_op",
          signExtend(shiftRightArithmetic(low32(x(RS1)), x(RS2)), 64));

  static List<Instruction> instructions() {
    return List.of(
        ADDI, SLTI, SLTIU, XORI, ORI, ANDI, SLLI, SRLI, SRAI, LUI, AUIPC, ADD, SUB, SLL, SLT, SLTU,
        XOR, SRL, SRA, OR, AND, ADDIW, SLLIW, SRLIW, SRAIW, ADDW, SUBW, SLLW, SRLW, SRAW);
  }

  /** 64 bits: 1 if the relation holds, else 0. */
  private static Expression oneIf(Comparison comparison, Expression left, Expression right) {
    return zeroExtend(compare(comparison, left, right), 64);
  }

  private static Instruction immediate(
      String name, String encoding, String rule, Expression result) {
    return computes(name, encoding, rule, "rd, rs1, imm", result);
  }

  private static Instruction shift(String name, String encoding, String rule, Expression result) {
    return computes(name, encoding, rule, "rd, rs1, shamt", result);
  }

  private static Instruction registers(
      String name, String encoding, String rule, Expression result) {
    return computes(name, encoding, rule, "rd, rs1, rs2", result);
  }

  private static Instruction computes(
      String name, String encoding, String rule, String syntax, Expression result) {
    return instruction(name, encoding)
        .section("unpriv:norm:" + rule)
        .syntax(syntax)
        .does(set(RD, result));
  }
}

package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.Raises;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/**
 * RV64I's jumps, branches, environment calls and fences (unpriv:rv32).
 *
 * <p>With the C extension every even address is a place for an instruction, and no jump can reach
 * an odd one, so there is no instruction-address-misaligned exception.
 */
public final class ControlTransfer {
  private ControlTransfer() {}

  static final Instruction JAL =
      instruction("jal", "imm[20|10:1|11|19:12] rd 1101111")
          .section("unpriv:norm:jal_op")
          .syntax("rd, target")
          .does(set(RD, NEXT_PC), setPc(add(PC, IMM)));

  private static final Local TARGET = new Local("target", 64);

  /** The target is computed first: {@code rd} may be {@code rs1}. */
  static final Instruction JALR =
      instruction("jalr", "imm[11:0] rs1 000 rd 1100111")
          .section("unpriv:norm:jalr_op")
          .syntax("rd, imm(rs1)")
          .does(
              let(TARGET, and(add(x(RS1), IMM), word(~1L))),
              set(RD, NEXT_PC),
              setPc(value(TARGET)));

  static final Instruction BEQ =
      branches(
          "beq",
          "imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011",
          "unpriv:norm:beq_bne_op",
          Comparison.EQUAL);

  static final Instruction BNE =
      branches(
          "bne",
          "imm[12|10:5] rs2 rs1 001 imm[4:1|11] 1100011",
          "unpriv:norm:beq_bne_op",
          Comparison.NOT_EQUAL);

  static final Instruction BLT =
      branches(
          "blt",
          "imm[12|10:5] rs2 rs1 100 imm[4:1|11] 1100011",
          "unpriv:norm:blt_bltu_op",
          Comparison.LESS_SIGNED);

  static final Instruction BGE =
      branches(
          "bge",
          "imm[12|10:5] rs2 rs1 101 imm[4:1|11] 1100011",
          "unpriv:norm:bge_bgeu_op",
          Comparison.NOT_LESS_SIGNED);

  static final Instruction BLTU =
      branches(
          "bltu",
          "imm[12|10:5] rs2 rs1 110 imm[4:1|11] 1100011",
          "unpriv:norm:blt_bltu_op",
          Comparison.LESS_UNSIGNED);

  static final Instruction BGEU =
      branches(
          "bgeu",
          "imm[12|10:5] rs2 rs1 111 imm[4:1|11] 1100011",
          "unpriv:norm:bge_bgeu_op",
          Comparison.NOT_LESS_UNSIGNED);

  /**
   * The causes of calls from U, S and M are 8, 9 and 11: 8 plus the mode's code; from VU and VS
   * they are 8 and 10 (priv:norm:H_cause_ecall).
   */
  static final Instruction ECALL =
      instruction("ecall", "000000000000 00000 000 00000 1110011")
          .section("unpriv:norm:ecall_op1")
          .does(
              new Statement.Raise(
                  add(
                      constant(ExceptionCause.ECALL_FROM_U.code(), 6),
                      zeroExtend(
                          select(
                              Modes.isVirtualSupervisor(),
                              constant(2, 2),
                              Rv64State.MODE.whole().get()),
                          6)),
                  word(0)));

  static final Instruction EBREAK =
      instruction("ebreak", "000000000001 00000 000 00000 1110011")
          .section("unpriv:norm:ebreak_op1")
          .does(Raises.exception(ExceptionCause.BREAKPOINT, PC));

  /**
   * Orders the accesses in the predecessor set before those in the successor set. Modes that are
   * reserved order as the plain fence does, FENCE.TSO may; so does PAUSE, which is a hint.
   */
  static final Instruction FENCE =
      instruction("fence", "fm pred succ rs1 000 rd 0001111")
          .section("unpriv:norm:fence_op")
          .syntax("pred, succ")
          .does(
              cause(
                  Effect.FENCE,
                  zeroExtend(operand(Operand.PRED), 64),
                  zeroExtend(operand(Operand.SUCC), 64)));

  /** The unused fields are for finer fences that do not exist yet; they are ignored. */
  static final Instruction FENCE_I =
      instruction("fence.i", "imm[11:0] rs1 001 rd 0001111")
          .in("Zifencei")
          .section("unpriv:insn:fence.i")
          .does(cause(Effect.FENCE_I));

  static List<Instruction> instructions() {
    return List.of(JAL, JALR, BEQ, BNE, BLT, BGE, BLTU, BGEU, ECALL, EBREAK, FENCE, FENCE_I);
  }

  private static Instruction branches(
      String name, String encoding, String section, Comparison comparison) {
    return instruction(name, encoding)
        .section(section)
        .syntax("rs1, rs2, target")
        .does(when(compare(comparison, x(RS1), x(RS2)), setPc(add(PC, IMM))));
  }
}

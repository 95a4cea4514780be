package trapeze.isa.rv64;

import static trapeze.isa.definition.CompressedForm.compressed;
import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;

import java.util.List;
import java.util.stream.IntStream;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;

/**
 * Instructions that later extensions may give a meaning, and that until then write zero or do
 * nothing (unpriv:ext:zimop, unpriv:ext:zcmop).
 *
 * <p>The manual names them by a number, {@code mop.r.0} to {@code mop.r.31} and {@code mop.rr.0} to
 * {@code mop.rr.7}. As long as all of them do the same, each family is one definition, and the
 * number is an immediate that nothing reads. The 16-bit ones have no operand at all.
 */
public final class MayBeOperations {
  private MayBeOperations() {}

  static final Instruction MOP_R =
      instruction("mop.r", "1 uimm[4] 00 uimm[3:2] 0111 uimm[1:0] rs1 100 rd 1110011")
          .in("Zimop")
          .section("unpriv:norm:Zimop_mop-r_op")
          .syntax("rd, rs1, imm")
          .does(set(RD, word(0)));

  static final Instruction MOP_RR =
      instruction("mop.rr", "1 uimm[2] 00 uimm[1:0] 1 rs2 rs1 100 rd 1110011")
          .in("Zimop")
          .section("unpriv:norm:Zimop_mop-rr_op")
          .syntax("rd, rs1, rs2, imm")
          .does(set(RD, word(0)));

  static List<Instruction> instructions() {
    return List.of(MOP_R, MOP_RR);
  }

  /** In the places of {@code c.lui} of odd registers below 16 with a zero immediate. */
  static List<CompressedForm> forms() {
    return IntStream.range(0, 8).mapToObj(MayBeOperations::form).toList();
  }

  private static CompressedForm form(int number) {
    String bits = "" + (number >> 2 & 1) + (number >> 1 & 1) + (number & 1);
    return compressed("c.mop." + (2 * number + 1), "01100" + bits + "10000001", BaseInteger.ADDI)
        .in("Zcmop")
        .section("unpriv:norm:Zcmop_op")
        .with(RD, 0)
        .with(RS1, 0)
        .with(IMM, 0);
  }
}

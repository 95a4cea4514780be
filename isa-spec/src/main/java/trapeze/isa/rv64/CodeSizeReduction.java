package trapeze.isa.rv64;

import static trapeze.isa.definition.CompressedForm.compressed;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;

/** More 16-bit forms, of instructions that compilers use often (unpriv:ext:zcb). */
public final class CodeSizeReduction {
  private CodeSizeReduction() {}

  static List<CompressedForm> forms() {
    return List.of(
        form("c.lbu", "100 000 rs1' uimm[0|1] rd' 00", LoadStore.LBU).syntax("rd, imm(rs1)"),
        form("c.lhu", "100 001 rs1' 0 uimm[1] rd' 00", LoadStore.LHU).syntax("rd, imm(rs1)"),
        form("c.lh", "100 001 rs1' 1 uimm[1] rd' 00", LoadStore.LH).syntax("rd, imm(rs1)"),
        form("c.sb", "100 010 rs1' uimm[0|1] rs2' 00", LoadStore.SB).syntax("rs2, imm(rs1)"),
        form("c.sh", "100 011 rs1' 0 uimm[1] rs2' 00", LoadStore.SH).syntax("rs2, imm(rs1)"),
        inPlace("c.zext.b", "100 1 11 rd' 11 000 01", BaseInteger.ANDI).with(IMM, 0xff),
        inPlace("c.sext.b", "100 1 11 rd' 11 001 01", BitManipulation.named("sext.b")),
        inPlace("c.zext.h", "100 1 11 rd' 11 010 01", BitManipulationForCryptography.PACKW)
            .with(RS2, 0),
        inPlace("c.sext.h", "100 1 11 rd' 11 011 01", BitManipulation.named("sext.h")),
        inPlace("c.zext.w", "100 1 11 rd' 11 100 01", BitManipulation.named("add.uw")).with(RS2, 0),
        inPlace("c.not", "100 1 11 rd' 11 101 01", BaseInteger.XORI).with(IMM, -1),
        form("c.mul", "100 1 11 rd' 10 rs2' 01", MultiplyDivide.MUL)
            .syntax("rd, rs2")
            .with(RS1, RD));
  }

  private static CompressedForm form(String name, String encoding, Instruction base) {
    String rule = name.replace('.', '-');
    return compressed(name, encoding, base).in("Zcb").section("unpriv:norm:" + rule + "_op");
  }

  /** An operation on one register of x8 to x15 whose result goes to the same. */
  private static CompressedForm inPlace(String name, String encoding, Instruction base) {
    return form(name, encoding, base).syntax("rd").with(RS1, RD);
  }
}

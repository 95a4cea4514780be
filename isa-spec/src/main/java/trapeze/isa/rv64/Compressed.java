package trapeze.isa.rv64;

import static trapeze.isa.definition.CompressedForm.compressed;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;

/**
 * The 16-bit forms (unpriv:ext:zca, unpriv:ext:zcd). Hints are decoded as the forms whose code
 * points they share, and so do nothing; what is reserved has no form, and so is illegal.
 */
public final class Compressed {
  private Compressed() {}

  /** The number of the stack pointer, which many forms imply. */
  private static final long SP = 2;

  /** The number of the return address register. */
  private static final long RA = 1;

  /** Quadrant 0: an address computation, and loads and stores with registers x8 to x15. */
  private static final List<CompressedForm> QUADRANT_0 =
      List.of(
          form("c.addi4spn", "000 uimm[5:4|9:6|2|3]!=0 rd' 00", BaseInteger.ADDI)
              .syntax("rd, sp, imm")
              .with(RS1, SP),
          form("c.lw", "010 uimm[5:3] rs1' uimm[2|6] rd' 00", LoadStore.LW).syntax("rd, imm(rs1)"),
          doubles("c.fld", "001 uimm[5:3] rs1' uimm[7:6] rd' 00", FloatingDouble.FLD)
              .syntax("fd, imm(rs1)"),
          form("c.ld", "011 uimm[5:3] rs1' uimm[7:6] rd' 00", LoadStore.LD).syntax("rd, imm(rs1)"),
          form("c.sw", "110 uimm[5:3] rs1' uimm[2|6] rs2' 00", LoadStore.SW)
              .syntax("rs2, imm(rs1)"),
          doubles("c.fsd", "101 uimm[5:3] rs1' uimm[7:6] rs2' 00", FloatingDouble.FSD)
              .syntax("fs2, imm(rs1)"),
          form("c.sd", "111 uimm[5:3] rs1' uimm[7:6] rs2' 00", LoadStore.SD)
              .syntax("rs2, imm(rs1)"));

  /** Quadrant 1: constants, arithmetic, jumps and branches. */
  private static final List<CompressedForm> QUADRANT_1 =
      List.of(
          form("c.nop", "000 imm[5] 00000 imm[4:0] 01", BaseInteger.ADDI).with(RD, 0).with(RS1, 0),
          form("c.addi", "000 imm[5] rd!=0 imm[4:0] 01", BaseInteger.ADDI)
              .syntax("rd, imm")
              .with(RS1, RD),
          form("c.addiw", "001 imm[5] rd!=0 imm[4:0] 01", BaseInteger.ADDIW)
              .syntax("rd, imm")
              .with(RS1, RD),
          form("c.li", "010 imm[5] rd imm[4:0] 01", BaseInteger.ADDI)
              .syntax("rd, imm")
              .with(RS1, 0),
          form("c.addi16sp", "011 imm[9] 00010 imm[4|6|8:7|5]!=0 01", BaseInteger.ADDI)
              .syntax("sp, imm")
              .with(RD, SP)
              .with(RS1, SP),
          form("c.lui", "011 imm[17] rd!=2 imm[16:12]!=0 01", BaseInteger.LUI).syntax("rd, upper"),
          form("c.srli", "100 shamt[5] 00 rd' shamt[4:0] 01", BaseInteger.SRLI)
              .syntax("rd, shamt")
              .with(RS1, RD),
          form("c.srai", "100 shamt[5] 01 rd' shamt[4:0] 01", BaseInteger.SRAI)
              .syntax("rd, shamt")
              .with(RS1, RD),
          form("c.andi", "100 imm[5] 10 rd' imm[4:0] 01", BaseInteger.ANDI)
              .syntax("rd, imm")
              .with(RS1, RD),
          pair("c.sub", "100 0 11 rd' 00 rs2' 01", BaseInteger.SUB),
          pair("c.xor", "100 0 11 rd' 01 rs2' 01", BaseInteger.XOR),
          pair("c.or", "100 0 11 rd' 10 rs2' 01", BaseInteger.OR),
          pair("c.and", "100 0 11 rd' 11 rs2' 01", BaseInteger.AND),
          pair("c.subw", "100 1 11 rd' 00 rs2' 01", BaseInteger.SUBW),
          pair("c.addw", "100 1 11 rd' 01 rs2' 01", BaseInteger.ADDW),
          form("c.j", "101 imm[11|4|9:8|10|6|7|3:1|5] 01", ControlTransfer.JAL)
              .syntax("target")
              .with(RD, 0),
          form("c.beqz", "110 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", ControlTransfer.BEQ)
              .syntax("rs1, target")
              .with(RS2, 0),
          form("c.bnez", "111 imm[8|4:3] rs1' imm[7:6|2:1|5] 01", ControlTransfer.BNE)
              .syntax("rs1, target")
              .with(RS2, 0));

  /** Quadrant 2: loads and stores on the stack, jumps to registers, moves. */
  private static final List<CompressedForm> QUADRANT_2 =
      List.of(
          form("c.slli", "000 shamt[5] rd shamt[4:0] 10", BaseInteger.SLLI)
              .syntax("rd, shamt")
              .with(RS1, RD),
          form("c.lwsp", "010 uimm[5] rd!=0 uimm[4:2|7:6] 10", LoadStore.LW)
              .syntax("rd, imm(sp)")
              .with(RS1, SP),
          doubles("c.fldsp", "001 uimm[5] rd uimm[4:3|8:6] 10", FloatingDouble.FLD)
              .syntax("fd, imm(sp)")
              .with(RS1, SP),
          form("c.ldsp", "011 uimm[5] rd!=0 uimm[4:3|8:6] 10", LoadStore.LD)
              .syntax("rd, imm(sp)")
              .with(RS1, SP),
          form("c.jr", "100 0 rs1!=0 00000 10", ControlTransfer.JALR)
              .syntax("rs1")
              .with(RD, 0)
              .with(IMM, 0),
          form("c.mv", "100 0 rd rs2!=0 10", BaseInteger.ADD).syntax("rd, rs2").with(RS1, 0),
          form("c.ebreak", "100 1 00000 00000 10", ControlTransfer.EBREAK),
          form("c.jalr", "100 1 rs1!=0 00000 10", ControlTransfer.JALR)
              .syntax("rs1")
              .with(RD, RA)
              .with(IMM, 0),
          form("c.add", "100 1 rd rs2!=0 10", BaseInteger.ADD).syntax("rd, rs2").with(RS1, RD),
          form("c.swsp", "110 uimm[5:2|7:6] rs2 10", LoadStore.SW)
              .syntax("rs2, imm(sp)")
              .with(RS1, SP),
          doubles("c.fsdsp", "101 uimm[5:3|8:6] rs2 10", FloatingDouble.FSD)
              .syntax("fs2, imm(sp)")
              .with(RS1, SP),
          form("c.sdsp", "111 uimm[5:3|8:6] rs2 10", LoadStore.SD)
              .syntax("rs2, imm(sp)")
              .with(RS1, SP));

  static List<CompressedForm> forms() {
    return Stream.of(QUADRANT_0, QUADRANT_1, QUADRANT_2).flatMap(List::stream).toList();
  }

  private static CompressedForm form(String name, String encoding, Instruction base) {
    return compressed(name, encoding, base).in("Zca").section("unpriv:ext:zca");
  }

  private static CompressedForm doubles(String name, String encoding, Instruction base) {
    return compressed(name, encoding, base).in("Zcd").section("unpriv:ext:zcd");
  }

  /** An operation on two registers of x8 to x15 whose result goes to the first. */
  private static CompressedForm pair(String name, String encoding, Instruction base) {
    return form(name, encoding, base).syntax("rd, rs2").with(RS1, RD);
  }
}

package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import trapeze.isa.definition.Instruction;

/** A register or zero, without a branch (unpriv:ext:zicond). */
public final class ConditionalOperations {
  private ConditionalOperations() {}

  static final Instruction CZERO_EQZ =
      instruction("czero.eqz", "0000111 rs2 rs1 101 rd 0110011")
          .in("Zicond")
          .section("unpriv:norm:czero-eqz_op")
          .syntax("rd, rs1, rs2")
          .does(set(RD, select(isNotZero(x(RS2)), x(RS1), word(0))));

  static final Instruction CZERO_NEZ =
      instruction("czero.nez", "0000111 rs2 rs1 111 rd 0110011")
          .in("Zicond")
          .section("unpriv:norm:czero-nez_op")
          .syntax("rd, rs1, rs2")
          .does(set(RD, select(isNotZero(x(RS2)), word(0), x(RS1))));

  static List<Instruction> instructions() {
    return List.of(CZERO_EQZ, CZERO_NEZ);
  }
}

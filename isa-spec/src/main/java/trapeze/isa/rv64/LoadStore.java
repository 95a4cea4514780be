package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;

/** RV64I's loads and stores (unpriv:ldst, unpriv:load_store). */
public final class LoadStore {
  private LoadStore() {}

  static final Instruction LB = signed("lb", "imm[11:0] rs1 000 rd 0000011", 8, "lb_lbu_op");
  static final Instruction LH = signed("lh", "imm[11:0] rs1 001 rd 0000011", 16, "lh_op");
  static final Instruction LW = signed("lw", "imm[11:0] rs1 010 rd 0000011", 32, "lw_op_rv64i");
  static final Instruction LD = signed("ld", "imm[11:0] rs1 011 rd 0000011", 64, "ld_op_rv64i");
  static final Instruction LBU = unsigned("lbu", "imm[11:0] rs1 100 rd 0000011", 8, "lb_lbu_op");
  static final Instruction LHU = unsigned("lhu", "imm[11:0] rs1 101 rd 0000011", 16, "lhu_op");
  static final Instruction LWU = unsigned("lwu", "imm[11:0] rs1 110 rd 0000011", 32, "lwu_op");

  static final Instruction SB = stores("sb", "imm[11:5] rs2 rs1 000 imm[4:0] 0100011", 8);
  static final Instruction SH = stores("sh", "imm[11:5] rs2 rs1 001 imm[4:0] 0100011", 16);
  static final Instruction SW = stores("sw", "imm[11:5] rs2 rs1 010 imm[4:0] 0100011", 32);
  static final Instruction SD = stores("sd", "imm[11:5] rs2 rs1 011 imm[4:0] 0100011", 64);

  static List<Instruction> instructions() {
    return List.of(LB, LH, LW, LD, LBU, LHU, LWU, SB, SH, SW, SD);
  }

  private static Instruction signed(String name, String encoding, int width, String rule) {
    Local loaded = new Local("loaded", width);
    return loads(name, encoding, rule, loaded, signExtend(value(loaded), 64));
  }

  private static Instruction unsigned(String name, String encoding, int width, String rule) {
    Local loaded = new Local("loaded", width);
    return loads(name, encoding, rule, loaded, zeroExtend(value(loaded), 64));
  }

  private static Instruction loads(
      String name, String encoding, String rule, Local loaded, Expression result) {
    return instruction(name, encoding)
        .section("unpriv:norm:" + rule)
        .syntax("rd, imm(rs1)")
        .does(load(loaded, add(x(RS1), IMM)), set(RD, result));
  }

  private static Instruction stores(String name, String encoding, int width) {
    return instruction(name, encoding)
        .section("unpriv:norm:store_op")
        .syntax("rs2, imm(rs1)")
        .does(store(add(x(RS1), IMM), bits(x(RS2), width - 1, 0)));
  }
}

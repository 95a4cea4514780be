package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.operand;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.x;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.ZIMM;

import java.util.List;
import java.util.function.BinaryOperator;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/**
 * Zicsr: the instructions that read and write control and status registers (unpriv:csrinsts).
 *
 * <p>Whether an access reads or writes is in the encoding: CSRRW with {@code rd=x0} does not read,
 * CSRRS and CSRRC with {@code rs1=x0} (or a zero immediate) do not write, whatever the value.
 */
public final class ControlAndStatus {
  private ControlAndStatus() {}

  static final Instruction CSRRW =
      zicsr("csrrw", "csr rs1 001 rd 1110011", "rd, csr, rs1").does(writing(x(RS1)));

  static final Instruction CSRRS =
      zicsr("csrrs", "csr rs1 010 rd 1110011", "rd, csr, rs1")
          .does(modifying(RS1, x(RS1), (old, bits) -> or(old, bits)));

  static final Instruction CSRRC =
      zicsr("csrrc", "csr rs1 011 rd 1110011", "rd, csr, rs1")
          .does(modifying(RS1, x(RS1), (old, bits) -> and(old, not(bits))));

  static final Instruction CSRRWI =
      zicsr("csrrwi", "csr zimm 101 rd 1110011", "rd, csr, zimm").does(writing(immediate()));

  static final Instruction CSRRSI =
      zicsr("csrrsi", "csr zimm 110 rd 1110011", "rd, csr, zimm")
          .does(modifying(ZIMM, immediate(), (old, bits) -> or(old, bits)));

  static final Instruction CSRRCI =
      zicsr("csrrci", "csr zimm 111 rd 1110011", "rd, csr, zimm")
          .does(modifying(ZIMM, immediate(), (old, bits) -> and(old, not(bits))));

  /** The chapter's instructions. */
  public static List<Instruction> instructions() {
    return List.of(CSRRW, CSRRS, CSRRC, CSRRWI, CSRRSI, CSRRCI);
  }

  private static Instruction zicsr(String name, String encoding, String syntax) {
    return instruction(name, encoding).in("Zicsr").section("unpriv:csrinsts").syntax(syntax);
  }

  private static Expression immediate() {
    return zeroExtend(operand(ZIMM), 64);
  }

  private static Statement[] writing(Expression written) {
    Local old = new Local("old", 64);
    Local next = new Local("next", 64);
    return new Statement[] {
      new Statement.CheckCsr(operand(CSR), yes()),
      new Statement.Let(next, written),
      new Statement.If(
          isNotZero(operand(RD)),
          List.of(
              new Statement.ReadCsr(old, operand(CSR), false),
              new Statement.WriteCsr(operand(CSR), value(next)),
              set(RD, value(old))),
          List.of(new Statement.WriteCsr(operand(CSR), value(next))))
    };
  }

  private static Statement[] modifying(
      Operand source, Expression bits, BinaryOperator<Expression> change) {
    Local writes = new Local("writes", 1);
    Local old = new Local("old", 64);
    Local base = new Local("base", 64);
    return new Statement[] {
      new Statement.Let(writes, isNotZero(operand(source))),
      new Statement.CheckCsr(operand(CSR), value(writes)),
      new Statement.ReadCsr(old, operand(CSR), false),
      when(
          value(writes),
          new Statement.ReadCsr(base, operand(CSR), true),
          new Statement.WriteCsr(operand(CSR), change.apply(value(base), bits))),
      set(RD, value(old))
    };
  }
}

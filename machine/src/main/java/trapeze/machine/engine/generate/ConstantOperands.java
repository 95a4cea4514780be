package trapeze.machine.engine.generate;

import java.lang.classfile.CodeBuilder;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;

/**
 * Operands of an instruction that is known when its code is made.
 *
 * @param packed the instruction
 */
record ConstantOperands(long packed) implements Operands {
  @Override
  public void value(CodeBuilder code, Operand operand) {
    code.loadConstant(value(operand));
  }

  @Override
  public void register(CodeBuilder code, Operand operand) {
    code.loadConstant(register(operand));
  }

  @Override
  public void length(CodeBuilder code) {
    code.loadConstant((long) PackedInstruction.length(packed));
  }

  /** An operand's value; the sink, which stands for x0, is number 0. */
  long value(Operand operand) {
    long value = PackedInstruction.operand(packed, operand);
    return operand == Operand.IMM ? value : value & (1L << operand.width()) - 1;
  }

  /** The number of the register that an operand names, or the sink's. */
  int register(Operand operand) {
    return (int) PackedInstruction.operand(packed, operand);
  }
}

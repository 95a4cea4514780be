package trapeze.machine.engine.generate;

import java.lang.classfile.CodeBuilder;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;

/**
 * Operands taken out of a packed instruction, which a local variable holds.
 *
 * @param slot of that variable
 */
record PackedOperands(int slot) implements Operands {
  @Override
  public void value(CodeBuilder code, Operand operand) {
    code.lload(slot).loadConstant(PackedInstruction.shift(operand));
    if (operand == Operand.IMM) {
      code.lshr();
    } else {
      // The sink, which stands for x0, becomes number 0: its low 5 bits are zero.
      code.lushr().loadConstant((1L << operand.width()) - 1).land();
    }
  }

  @Override
  public void register(CodeBuilder code, Operand operand) {
    code.lload(slot)
        .loadConstant(PackedInstruction.shift(operand))
        .lushr()
        .l2i()
        .loadConstant((1 << PackedInstruction.bits(operand)) - 1)
        .iand();
  }

  /**
   * Pushes where the integer register that an operand names stands in the array, in bytes: the
   * operand has as many bits as the array has elements, so that no check of bounds is needed.
   */
  void place(CodeBuilder code, Operand operand) {
    code.lload(slot).loadConstant(PackedInstruction.shift(operand) - 3).lushr();
    code.loadConstant(((1L << PackedInstruction.bits(operand)) - 1) << 3).land();
  }

  @Override
  public void length(CodeBuilder code) {
    code.lload(slot)
        .loadConstant(PackedInstruction.LENGTH_SHIFT - 1)
        .lushr()
        .loadConstant(6L)
        .land();
  }
}

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

  /** Pushes the integer register that an operand names; their array is pushed. */
  void pushX(CodeBuilder code, Operand register) {
    place(code, register);
    code.invokestatic(Names.RAW_MEMORY, "getLong", Names.GET_ELEMENT);
  }

  /** Assigns the integer register that an operand names; their array is pushed. */
  void setX(CodeBuilder code, Operand register, Runnable pushValue) {
    place(code, register);
    pushValue.run();
    code.invokestatic(Names.RAW_MEMORY, "putLong", Names.PUT_ELEMENT);
  }

  /**
   * Pushes where the register stands in the array, in bytes: the operand can name no more than the
   * array has, so that no check of bounds is needed.
   */
  private void place(CodeBuilder code, Operand operand) {
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

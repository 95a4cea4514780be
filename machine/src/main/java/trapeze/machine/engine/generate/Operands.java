package trapeze.machine.engine.generate;

import java.lang.classfile.CodeBuilder;
import trapeze.isa.ir.Operand;

/**
 * Where a method's code finds the operands of its instruction: in the packed form for the
 * interpreter, as constants for a translator.
 */
interface Operands {
  /** Pushes an operand's value as a {@code long} of the operand's width, the rest zero. */
  void value(CodeBuilder code, Operand operand);

  /** Pushes the number of the register that an operand names as an {@code int}. */
  void register(CodeBuilder code, Operand operand);

  /** Pushes the instruction's length in bytes as a {@code long}. */
  void length(CodeBuilder code);
}

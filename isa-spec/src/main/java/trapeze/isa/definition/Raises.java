package trapeze.isa.definition;

import static trapeze.isa.ir.Build.constant;

import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;

/** Statements that raise the exceptions of the privileged manual (priv:scause). */
public final class Raises {
  private Raises() {}

  /** Raises an illegal-instruction exception; the trap value is the instruction's bits. */
  public static Statement illegalInstruction() {
    return exception(ExceptionCause.ILLEGAL_INSTRUCTION, new Expression.InstructionBits());
  }

  /**
   * Raises a virtual-instruction exception; the trap value is the instruction's bits
   * (priv:norm:H_virtinst_xtval).
   */
  public static Statement virtualInstruction() {
    return exception(ExceptionCause.VIRTUAL_INSTRUCTION, new Expression.InstructionBits());
  }

  /** Raises an exception with a 64-bit trap value. */
  public static Statement exception(ExceptionCause cause, Expression trapValue) {
    return new Statement.Raise(constant(cause.code(), 6), trapValue);
  }
}

package trapeze.isa.pg74;

import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;

/** Why a third-generation machine traps. */
public enum Cause {
  /** An address outside the bound, or outside memory; the trap value is the relative address. */
  MEMORY("memory trap"),
  /**
   * A privileged instruction in user mode, or an opcode that is none; the trap value is the
   * instruction.
   */
  PRIVILEGED("privileged-instruction trap"),
  /** A supervisor call; the trap value is its operand. */
  SUPERVISOR_CALL("supervisor call"),
  /** The timer ran down, in user mode. */
  TIMER("timer trap");

  private final String title;

  Cause(String title) {
    this.title = title;
  }

  /** What stands in the cause field of the stored program status word; 0 stands for no trap. */
  public int code() {
    return ordinal() + 1;
  }

  /** The cause with this code. */
  public static Cause of(int code) {
    return values()[code - 1];
  }

  /** The cause in words. */
  public String title() {
    return title;
  }

  /** Raises it with a 64-bit trap value, which only a monitor sees. */
  Statement raise(Expression value) {
    return new Statement.Raise(Build.constant(code(), 6), value);
  }
}

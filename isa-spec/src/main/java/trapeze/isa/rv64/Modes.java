package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.compare;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;

import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;

/** Conditions on the privilege mode, for definitions. */
final class Modes {
  private Modes() {}

  /** The present mode, 2 bits. */
  static Expression mode() {
    return Rv64State.MODE.whole().get();
  }

  /** A mode as a 2-bit constant. */
  static Expression mode(PrivilegeMode mode) {
    return constant(mode.code(), 2);
  }

  /** Whether a 2-bit mode is this one. */
  static Expression is(Expression value, PrivilegeMode mode) {
    return equal(value, mode(mode));
  }

  /** Whether the hart is in this mode. */
  static Expression modeIs(PrivilegeMode mode) {
    return is(mode(), mode);
  }

  /** Whether the hart is in a mode with less privilege than this one. */
  static Expression modeIsBelow(PrivilegeMode mode) {
    return compare(Comparison.LESS_UNSIGNED, mode(), mode(mode));
  }
}

package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.compare;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.not;

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

  /** Whether the machine has the hypervisor extension. */
  static Expression hasHypervisor() {
    return Rv64State.HAS_HYPERVISOR.whole().get();
  }

  /** The virtualization mode V: whether the hart is in VS or VU (priv:hypervisor). */
  static Expression virtual() {
    return Rv64State.VIRTUAL.whole().get();
  }

  /** V and the privilege mode, 3 bits: the effective mode of an access, bit 2 being V. */
  static Expression effectiveMode() {
    return concatenate(virtual(), mode());
  }

  /** Whether V is clear and the mode is this one. */
  static Expression realModeIs(PrivilegeMode mode) {
    return and(not(virtual()), modeIs(mode));
  }

  /** Whether the hart is in VS. */
  static Expression isVirtualSupervisor() {
    return and(virtual(), modeIs(PrivilegeMode.S));
  }

  /** Whether the hart is in VU. */
  static Expression isVirtualUser() {
    return and(virtual(), modeIs(PrivilegeMode.U));
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

package trapeze.isa.theory.rv64;

import trapeze.isa.definition.InterruptCause;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Terms;

/**
 * The states that there are: registers hold legal values, and an implementation has made its
 * choices.
 */
final class Legal {
  private Legal() {}

  private static final long LINES =
      InterruptCause.MACHINE_SOFTWARE.bit()
          | InterruptCause.MACHINE_TIMER.bit()
          | InterruptCause.MACHINE_EXTERNAL.bit()
          | InterruptCause.SUPERVISOR_EXTERNAL.bit();

  /**
   * What a choice is: everything is implemented, but the hypervisor extension, which the classes
   * are not about.
   */
  static long choice(StateVariable choice) {
    if (choice == Rv64State.HAS_HYPERVISOR) {
      return 0;
    }
    if (choice == Rv64State.WIDEST_PAGING) {
      return AddressTranslation.SV57;
    }
    return choice == Rv64State.HART_ID ? 0 : -1L;
  }

  /** The bits of an input that there are: of the lines those of mip that have one. */
  static long bits(Input input) {
    return input == Input.LINES ? LINES : -1L;
  }

  /** The same as an assumption; the number of the hart stays open. */
  static Assumptions assumed(Terms terms) {
    Expression status = terms.leaf(new Expression.Get(Rv64State.MSTATUS));
    Assumptions all =
        Assumptions.none()
            .with(Rv64State.MSTATUS, terms.and(status, terms.constant(Invariants.STATUS, 64)))
            .with(Rv64State.VIRTUAL, 0);
    for (Input input : Input.values()) {
      Expression leaf = terms.leaf(new Expression.Read(input));
      all = all.with(leaf, terms.and(leaf, terms.constant(bits(input), 64)));
    }
    for (StateVariable choice : Rv64State.SPACE.variables(StateVariable.Kind.CHOICE)) {
      if (choice != Rv64State.HART_ID) {
        long value = choice(choice);
        all = all.with(choice, value & -1L >>> (64 - choice.width()));
      }
    }
    return all;
  }
}

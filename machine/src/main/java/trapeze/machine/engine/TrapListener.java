package trapeze.machine.engine;

import trapeze.isa.state.Trap;

/** Sees each trap that a hart's program is given, whoever executes its instructions. */
@FunctionalInterface
public interface TrapListener {
  /**
   * A trap is about to be entered, or handed to the resident: it is counted, and the hart's state
   * is otherwise as before it.
   */
  void takes(Trap trap);
}

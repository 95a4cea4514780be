package trapeze.machine;

import trapeze.isa.state.Trap;
import trapeze.machine.debug.HaltReason;

/** Why a hart stopped running. */
public sealed interface Stop {
  /** All of its budget is spent. */
  Stop BUDGET = new Budget();

  /** It waits for an interrupt, and none is there to end the wait. */
  Stop WAITING = new Waiting();

  /** It was asked to, from outside. */
  Stop REQUESTED = new Requested();

  /** All of its budget is spent. */
  record Budget() implements Stop {}

  /** The hart has retired a WFI; {@code state.pc} is behind it. */
  record Waiting() implements Stop {}

  /** Someone called {@link Hart#requestStop}. */
  record Requested() implements Stop {}

  /** It has halted for a debugger; the hart stands between two steps. */
  record Halted(HaltReason reason) implements Stop {}

  /**
   * An instruction raised an exception, and the machine level has a resident to handle it: the
   * hart's state is as before that instruction, {@code state.pc} is its address.
   */
  record Trapped(Trap trap) implements Stop {}
}

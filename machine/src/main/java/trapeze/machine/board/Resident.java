package trapeze.machine.board;

import trapeze.isa.state.Trap;
import trapeze.machine.Hart;

/**
 * A program in Java that lives at machine level in the place of firmware: it is told of every trap
 * that would go to M.
 */
@FunctionalInterface
public interface Resident {
  /**
   * Handles a trap. The hart stands as it was before the trap, which has been counted as a step;
   * whatever the resident does to it, it goes on from {@code state.pc}.
   */
  void handle(Hart hart, Trap trap);
}

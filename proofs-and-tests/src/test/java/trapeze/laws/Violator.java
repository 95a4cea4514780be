package trapeze.laws;

import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;

/**
 * A real machine on which one sensitive instruction does not trap in U, as on the machines that
 * history knows: the paper's condition does not hold, and no monitor can help it.
 */
abstract class Violator extends Altered {

  /** What {@link #inUserMode} gives if the instruction does what it always does. */
  static final long AS_USUAL = -1;

  /** Does what this instruction does in U; gives where to go on, or {@link #AS_USUAL}. */
  abstract long inUserMode(Hart hart, long packed, long pc);

  @Override
  public void run(Hart hart) {
    while (hart.left > 0) {
      long pc = hart.state.pc;
      try {
        long packed = hart.enter(pc)[(int) (pc & 0xfff) >>> 1];
        packed = packed == 0 ? hart.fetch(pc) : packed;
        long next = hart.state.get(Rv64State.MODE) == 0 ? inUserMode(hart, packed, pc) : AS_USUAL;
        hart.state.pc = next == AS_USUAL ? execute(hart, packed, pc) : next;
        hart.left--;
      } catch (TrapSignal raised) {
        hart.trapped(pc, hart.left);
        return;
      }
    }
  }
}

package trapeze.laws;

import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;

/**
 * Definitions whose loop comes by {@link #execute} for every instruction, so that a subclass may
 * change one: slowly, and for what a monitor interprets too.
 */
abstract class Stepping extends Altered {
  /**
   * A real hart that remembers no instruction and no translation. One that does may show a guest
   * that has changed its code, and has not fenced it, that somebody else has.
   */
  static final HartFactory FORGETFUL =
      (state, bus, clock) -> {
        Hart hart = new Hart(state, bus, clock);
        hart.observe((address, bytes, kind, walk) -> {});
        return hart;
      };

  @Override
  public void run(Hart hart) {
    while (hart.left > 0) {
      long pc = hart.state.pc;
      try {
        long packed = hart.enter(pc)[(int) (pc & 0xfff) >>> 1];
        packed = packed == 0 ? hart.fetch(pc) : packed;
        hart.state.pc = execute(hart, packed, pc);
        hart.left--;
      } catch (TrapSignal raised) {
        hart.trapped(pc, hart.left);
        return;
      }
    }
  }
}

package trapeze.isa.theory.pg74;

import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.TrapSignal;
import trapeze.isa.theory.LazyState;
import trapeze.isa.theory.LazyWords;
import trapeze.isa.theory.Origin;

/** The paper's E|r: which words R makes accessible, asked of the machine's own definition of R. */
final class Relatives {
  /** Where there is no word. */
  static final long NOWHERE = -1;

  private final Instance instance;
  private final Routine relocate;

  Relatives(Instance instance) {
    this.instance = instance;
    // What locates a word asks R first, and then whether there is such a word.
    Routine locate = instance.machine().set().routine("locate");
    this.relocate = Traversal.calls(locate.body()).findFirst().orElseThrow();
  }

  /** The physical address of a relative one in a state, or {@link #NOWHERE}. */
  long locate(Origin origin, long relative) {
    LazyState state = new LazyState(instance.machine().registers().space, origin::register);
    LazyWords words = new LazyWords(origin.size(), origin::word);
    try {
      long address = new Evaluator(instance.machine().set(), state, words).call(relocate, relative);
      return words.hasPhysical(address) ? address : NOWHERE;
    } catch (TrapSignal raised) {
      return NOWHERE;
    }
  }

  /** Whether some relative address stands for this physical one. */
  boolean isAccessible(Origin origin, long address) {
    for (long relative = 0; relative < instance.machine().format().mostWords(); relative++) {
      if (locate(origin, relative) == address) {
        return true;
      }
    }
    return false;
  }
}

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
  private final Instance instance;
  private final Routine relocate;
  private final LazyState state;
  private final LazyWords words;
  private final Evaluator evaluator;

  Relatives(Instance instance) {
    this.instance = instance;
    // What locates a word asks R first, and then whether there is such a word.
    Routine locate = instance.machine().set().routine("locate");
    this.relocate = Traversal.calls(locate.body()).findFirst().orElseThrow();
    this.state = new LazyState(instance.machine().registers().space, _ -> 0);
    this.words = new LazyWords(instance.size(), _ -> 0);
    this.evaluator = new Evaluator(instance.machine().set(), state, words);
  }

  /** Whether some relative address stands for this physical one. */
  boolean isAccessible(Origin origin, long address) {
    state.restart(origin::register);
    words.restart(origin::word);
    for (long relative = 0; relative < instance.machine().format().mostWords(); relative++) {
      try {
        if (evaluator.call(relocate, relative) == address && words.hasPhysical(address)) {
          return true;
        }
      } catch (TrapSignal raised) {
        // R does not allow this one.
        continue;
      }
    }
    return false;
  }
}

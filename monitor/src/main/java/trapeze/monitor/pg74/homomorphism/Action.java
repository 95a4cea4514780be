package trapeze.monitor.pg74.homomorphism;

import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Trapped;

/** What both machines are to do. Together these make up whatever a machine ever does. */
sealed interface Action {
  /** Gives the trap that is raised and not taken. */
  @Nullable Trapped on(Processor processor);

  /** A whole step: the timer, the fetch, and what is fetched. */
  record Step() implements Action {
    @Override
    public @Nullable Trapped on(Processor processor) {
      return processor.step();
    }
  }

  /** The paper's i: an instruction, wherever it may be stored. */
  record Execute(long word) implements Action {
    @Override
    public @Nullable Trapped on(Processor processor) {
      return processor.execute(word);
    }
  }

  /** Nothing but to take a trap, which the monitor does for its guest. */
  record Take(Trapped trap) implements Action {
    @Override
    public @Nullable Trapped on(Processor processor) {
      processor.take(trap);
      return null;
    }
  }
}

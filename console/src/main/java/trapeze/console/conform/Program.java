package trapeze.console.conform;

import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Implementation;

/** One program of a suite. */
public interface Program {
  /** Its name, unique in the suite. */
  String name();

  /** The row of the table that it is counted in. */
  String family();

  /**
   * Why a machine cannot be asked to pass it, such as an extension that the machine does not claim;
   * nothing if it can.
   */
  @Nullable String reasonToSkip(Implementation implementation);

  /** Runs it, on a machine of its own, and judges it as the suite means it to be judged. */
  Verdict run(Bench bench);
}

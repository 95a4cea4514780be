package trapeze.console.terminal;

import java.util.List;
import org.jline.reader.Completer;
import org.jspecify.annotations.Nullable;

/** Who answers at the control program's prompt. */
public interface Operator extends Completer {
  /** Answers one line. */
  Answer answer(String line);

  /**
   * An answer.
   *
   * @param lines to be shown
   * @param show the guest to go to, if the person wants to leave the prompt for one
   * @param back whether to go back to the guest that was in the foreground
   * @param quit whether to end everything
   */
  record Answer(List<String> lines, @Nullable String show, boolean back, boolean quit) {
    /** An answer after which the prompt stays. */
    public static Answer of(List<String> lines) {
      return new Answer(lines, null, false, false);
    }

    boolean leaves() {
      return show != null || back || quit;
    }
  }
}

package trapeze.console.terminal;

/** Tells what is meant for a guest from what is meant for Trapeze, which Ctrl-A comes before. */
final class EscapeKeys {
  private static final int ESCAPE = 1;

  /** What a key means. */
  sealed interface Action {
    /** It is the guest's. */
    record Type(byte value) implements Action {}

    /** Show the guest of this place among all, from 0. */
    record Show(int place) implements Action {}

    /** Show the guest so many places further on. */
    record Move(int places) implements Action {}

    /** Ask the control program. */
    record Prompt() implements Action {}

    /** Say which keys there are. */
    record Help() implements Action {}

    /** End everything. */
    record Quit() implements Action {}

    /** Wait for the next key. */
    record Nothing() implements Action {}
  }

  private boolean escaped;

  /** What the next key means. */
  Action press(int key) {
    if (!escaped) {
      escaped = key == ESCAPE;
      return escaped ? new Action.Nothing() : new Action.Type((byte) key);
    }
    escaped = false;
    return switch (key) {
      case ESCAPE, 'a' -> new Action.Type((byte) ESCAPE);
      case 'n' -> new Action.Move(1);
      case 'p' -> new Action.Move(-1);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> new Action.Show(key - '1');
      case 'c' -> new Action.Prompt();
      case 'h', '?' -> new Action.Help();
      case 'x', 'q' -> new Action.Quit();
      default -> new Action.Nothing();
    };
  }
}

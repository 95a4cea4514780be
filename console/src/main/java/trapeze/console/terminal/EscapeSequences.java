package trapeze.console.terminal;

/** Tells text from control characters and ECMA-48's escape sequences, a byte at a time. */
final class EscapeSequences {
  private static final int ESCAPE = 0x1b;

  private enum Inside {
    NOTHING,
    ESCAPE,
    CONTROL_SEQUENCE
  }

  private Inside inside = Inside.NOTHING;

  /** Whether this byte, the next in order, is text. */
  boolean isText(byte value) {
    int code = value & 0xff;
    switch (inside) {
      case NOTHING -> {
        if (code == ESCAPE) {
          inside = Inside.ESCAPE;
        }
        return code >= ' ' && code != 0x7f || code == '\t';
      }
      case ESCAPE -> inside = code == '[' ? Inside.CONTROL_SEQUENCE : Inside.NOTHING;
      case CONTROL_SEQUENCE -> {
        if (code >= '@' && code <= '~') {
          inside = Inside.NOTHING;
        }
      }
    }
    return false;
  }
}

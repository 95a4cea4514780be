package trapeze.console.gdb;

/** A packet that cannot be carried out: the debugger is told so, and nothing has happened. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** There is no such thread. */
  static final int NO_THREAD = 3;

  /** Nothing is at an address. */
  static final int BAD_ADDRESS = 14;

  /** The machine is running. */
  static final int BUSY = 16;

  /** The packet is malformed, or asks for what is not there. */
  static final int INVALID = 22;

  /** There are too many breakpoints. */
  static final int NO_ROOM = 28;

  /** What cannot be written. */
  static final int READ_ONLY = 30;

  private final int code;

  /** An error, with a number that is the debugger's to show: Linux's of the same meaning. */
  Refused(int code) {
    super("error " + code, null, false, false);
    this.code = code;
  }

  /** The reply. */
  String reply() {
    return "E%02x".formatted(code);
  }
}

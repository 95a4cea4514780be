package trapeze.console;

/**
 * Something that the user gave cannot be done. The message is one line: where it was given, what is
 * wrong with it and what to do.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole line. */
  public UserError(String message) {
    super(message, null, false, false);
  }

  /** With the place and the problem there. */
  public UserError(String place, String problem) {
    this(place + ": " + problem);
  }
}

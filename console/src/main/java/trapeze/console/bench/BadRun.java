package trapeze.console.bench;

/** A run that gave no time; its message says why. */
final class BadRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRun(String message) {
    super(message, null, false, false);
  }
}

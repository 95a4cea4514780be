package trapeze.monitor;

/** A guest asks for more memory than the real machine has left. */
public final class OutOfRealMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was asked and what is left. */
  public OutOfRealMemory(String message) {
    super(message);
  }
}

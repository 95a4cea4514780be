package trapeze.monitor;

/** A guest asks for what the real machine, or its design, does not have. */
public final class NotCarried extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the guest's name and what is lacking. */
  public NotCarried(String message) {
    super(message);
  }
}

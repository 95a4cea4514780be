package trapeze.console.litmus;

/** A litmus test that is not one, or that says something that is not understood here. */
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says where and what. */
  public Unreadable(String message) {
    super(message);
  }
}

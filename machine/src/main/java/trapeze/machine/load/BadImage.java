package trapeze.machine.load;

/**
 * A file that cannot be loaded. The message is one line: which file, the place in it, what is wrong
 * there and what to do.
 */
public final class BadImage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the file called {@code name}. */
  public BadImage(String name, String problem) {
    super(name + ": " + problem, null, false, false);
  }
}

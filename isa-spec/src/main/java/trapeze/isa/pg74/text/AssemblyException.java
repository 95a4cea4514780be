package trapeze.isa.pg74.text;

/** A source that is no program; the message is for its author, {@code file:line: what is wrong}. */
public final class AssemblyException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong, and where. */
  public AssemblyException(Place place, String message) {
    super(place + ": " + message);
  }
}

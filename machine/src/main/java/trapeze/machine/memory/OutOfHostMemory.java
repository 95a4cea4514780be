package trapeze.machine.memory;

/** The host cannot back the memory that was asked for; the message is one line for the user. */
public final class OutOfHostMemory extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutOfHostMemory(String message) {
    super(message, null, false, false);
  }
}

package trapeze.isa.state;

/**
 * How an exception leaves the middle of a definition: control flow inside an engine, never seen
 * outside one, where the event is a {@link Trap}. Each hart owns one and throws it again and again,
 * so it has no stack trace and costs no allocation.
 */
public final class TrapSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Code of the exception in {@code mcause}. */
  private int cause;

  /** What the trap value register shall hold. */
  private long value;

  /** A signal to be thrown many times. */
  public TrapSignal() {
    super(null, null, false, false);
  }

  /** This signal, carrying an exception; to be thrown at once. */
  public TrapSignal carrying(int exceptionCause, long trapValue) {
    cause = exceptionCause;
    value = trapValue;
    return this;
  }

  /** Code of the exception in {@code mcause}. */
  public int cause() {
    return cause;
  }

  /** What the trap value register shall hold, 64 bits. */
  public long value() {
    return value;
  }

  /** The event as a value. */
  public Trap trap() {
    return new Trap(false, cause, value);
  }
}

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

  /** The guest-physical address of a guest-page fault, in bytes; else 0. */
  private long guestPhysical;

  /** What {@code htinst} or {@code mtinst} shall hold. */
  private long instruction;

  /** Whether it was an access with V=1. */
  private boolean guestVirtual;

  /** A signal to be thrown many times. */
  public TrapSignal() {
    super(null, null, false, false);
  }

  /** This signal, carrying an exception; to be thrown at once. */
  public TrapSignal carrying(int exceptionCause, long trapValue) {
    return carrying(exceptionCause, trapValue, 0, 0, false);
  }

  /** This signal, carrying an exception with what {@link Trap} says of a guest's addresses. */
  public TrapSignal carrying(
      int exceptionCause,
      long trapValue,
      long trapGuestPhysical,
      long trapInstruction,
      boolean isGuestVirtual) {
    cause = exceptionCause;
    value = trapValue;
    guestPhysical = trapGuestPhysical;
    instruction = trapInstruction;
    guestVirtual = isGuestVirtual;
    return this;
  }

  /** This signal, of an access with V=1. */
  public TrapSignal ofGuest() {
    guestVirtual = true;
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
    return new Trap(false, cause, value, guestPhysical, instruction, guestVirtual);
  }
}

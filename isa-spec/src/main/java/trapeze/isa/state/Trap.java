package trapeze.isa.state;

import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InterruptCause;

/**
 * An event that takes a hart to a trap handler (priv:mcause).
 *
 * @param interrupt whether it is an interrupt rather than an exception
 * @param cause its code in {@code mcause}, without the interrupt bit
 * @param value what the trap value register shall hold, 64 bits; 0 for an interrupt
 * @param guestPhysical of a guest-page fault the guest-physical address, in bytes, not shifted,
 *     that {@code htval} or {@code mtval2} is to tell; else 0
 * @param instruction what {@code htinst} or {@code mtinst} shall hold, 64 bits
 * @param guestVirtual whether an access with V=1 faulted, so that the value is a guest-virtual
 *     address; without meaning where the value is no address
 */
public record Trap(
    boolean interrupt,
    int cause,
    long value,
    long guestPhysical,
    long instruction,
    boolean guestVirtual) {

  /** A trap that has nothing to do with a guest's addresses. */
  public Trap(boolean interrupt, int cause, long value) {
    this(interrupt, cause, value, 0, 0, false);
  }

  /** An exception. */
  public static Trap exception(ExceptionCause cause, long value) {
    return new Trap(false, cause.code(), value);
  }

  /** An interrupt. */
  public static Trap interrupt(int cause) {
    return new Trap(true, cause, 0);
  }

  /** Whether this is the given exception. */
  public boolean is(ExceptionCause exception) {
    return !interrupt && cause == exception.code();
  }

  /** The manual's words for the cause. */
  public String title() {
    if (interrupt) {
      for (InterruptCause candidate : InterruptCause.values()) {
        if (candidate.code() == cause) {
          return candidate.title() + " interrupt";
        }
      }
      return "interrupt " + cause;
    }
    for (ExceptionCause candidate : ExceptionCause.values()) {
      if (candidate.code() == cause) {
        return candidate.title();
      }
    }
    return "exception " + cause;
  }
}

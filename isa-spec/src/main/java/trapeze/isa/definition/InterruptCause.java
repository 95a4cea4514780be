package trapeze.isa.definition;

/**
 * Interrupts with their codes in {@code mcause}, which are their bits in {@code mip}, in order of
 * priority, highest first (priv:mip, priv:norm:hsint_priority).
 */
public enum InterruptCause {
  MACHINE_EXTERNAL(11, "machine external"),
  MACHINE_SOFTWARE(3, "machine software"),
  MACHINE_TIMER(7, "machine timer"),
  SUPERVISOR_EXTERNAL(9, "supervisor external"),
  SUPERVISOR_SOFTWARE(1, "supervisor software"),
  SUPERVISOR_TIMER(5, "supervisor timer"),
  SUPERVISOR_GUEST_EXTERNAL(12, "supervisor guest external"),
  VIRTUAL_SUPERVISOR_EXTERNAL(10, "virtual supervisor external"),
  VIRTUAL_SUPERVISOR_SOFTWARE(2, "virtual supervisor software"),
  VIRTUAL_SUPERVISOR_TIMER(6, "virtual supervisor timer");

  private final int code;
  private final String title;

  InterruptCause(int code, String title) {
    this.code = code;
    this.title = title;
  }

  /** The code in {@code mcause} and the bit in {@code mip} and {@code mie}. */
  public int code() {
    return code;
  }

  /** The bit in {@code mip} and {@code mie}, as a mask. */
  public long bit() {
    return 1L << code;
  }

  /** The manual's words for it, in lower case. */
  public String title() {
    return title;
  }
}

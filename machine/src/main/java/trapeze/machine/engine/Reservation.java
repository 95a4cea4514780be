package trapeze.machine.engine;

/**
 * What a load-reserved has reserved.
 *
 * @param address physical
 * @param bytes 4 or 8; 0 if nothing is reserved
 * @param value what was loaded, zero-extended: a store-conditional compares it
 */
public record Reservation(long address, int bytes, long value) {
  /** No reservation. */
  public static final Reservation NONE = new Reservation(0, 0, 0);
}

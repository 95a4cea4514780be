package trapeze.machine.engine;

/**
 * What a load-reserved has reserved.
 *
 * @param address physical
 * @param bytes 4 or 8; 0 if nothing is reserved
 * @param value what was loaded, zero-extended: a store-conditional compares it where one hart runs
 *     at a time
 * @param version of the reservation set, which it compares where harts run at the same time
 */
public record Reservation(long address, int bytes, long value, long version) {
  /** No reservation. */
  public static final Reservation NONE = new Reservation(0, 0, 0, 0);

  /** The same at another address: as a monitor's guest has it, or the real hart. */
  public Reservation movedBy(long bytesUp) {
    return new Reservation(address + bytesUp, bytes, value, version);
  }
}

package trapeze.machine.device;

/**
 * Registers behind a range of physical addresses.
 *
 * <p>The bus makes one access at a time, and asks {@link #accepts} first: an access that is not
 * accepted never reaches {@link #read} or {@link #write}, and is the hart's access fault.
 */
public interface Device {
  /** Short name for people. */
  String name();

  /** Size of the range in bytes. */
  long size();

  /**
   * Whether this device answers such an access.
   *
   * @param offset of the first byte, below {@link #size}; the whole access is inside the range
   * @param widthBytes 1, 2, 4 or 8
   */
  boolean accepts(long offset, int widthBytes);

  /** Reads a register, with the effects that reading it has; the value is zero-extended. */
  long read(long offset, int widthBytes);

  /** Writes the low {@code widthBytes} of {@code value}; what is above them is ignored. */
  void write(long offset, int widthBytes, long value);
}

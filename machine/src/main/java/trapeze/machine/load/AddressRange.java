package trapeze.machine.load;

/**
 * A range of physical addresses.
 *
 * @param start address of the first byte
 * @param end address after the last byte
 */
public record AddressRange(long start, long end) {
  /** Number of bytes. */
  public long length() {
    return end - start;
  }

  /** Whether the two have a byte in common. */
  public boolean overlaps(AddressRange other) {
    return start < other.end && other.start < end;
  }

  @Override
  public String toString() {
    return "0x%x..0x%x".formatted(start, end);
  }
}

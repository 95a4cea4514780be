package trapeze.monitor.pg74;

/**
 * Words of a machine that belong to one guest.
 *
 * @param base the first one's address
 * @param size how many
 */
public record Region(long base, long size) {
  /** The address behind the last one. */
  public long end() {
    return base + size;
  }

  /** Whether some word is in both. */
  public boolean overlaps(Region other) {
    return base < other.end() && other.base < end();
  }
}

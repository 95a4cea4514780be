package trapeze.shadow;

/**
 * Where a guest's physical memory lies in the real machine: one run of real memory.
 *
 * @param guestBase guest-physical address of its first byte
 * @param hostBase host-physical address of the same byte
 * @param size in bytes
 */
public record HostMap(long guestBase, long hostBase, long size) {

  /** Whether the guest has all these bytes. */
  public boolean contains(long guestPhysical, long bytes) {
    return Long.compareUnsigned(guestPhysical, guestBase) >= 0
        && Long.compareUnsigned(guestPhysical - guestBase, size) < 0
        && size - (guestPhysical - guestBase) >= bytes;
  }

  /** Host-physical address of a guest-physical one that the guest has. */
  public long toHost(long guestPhysical) {
    return guestPhysical - guestBase + hostBase;
  }
}

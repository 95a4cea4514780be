package trapeze.shadow;

import trapeze.isa.ir.AccessKind;

/**
 * What a guest's own tables and protection say of an address, as its hardware would find it.
 *
 * @param guestPhysical where the address leads
 * @param shift bits of address inside the guest's page: 12 to 48; 63 where it does not translate
 * @param readable whether its present context may read it
 * @param writable whether it may write it, and no D remains to be set by a write
 * @param executable whether it may execute it
 * @param user whether the real page is U's, as it is for every page of a guest all of which is in
 *     U; else it is S's
 * @param fenceShift bits of address that the guest's fence for one address means: those inside its
 *     own page, of which this may be a part
 */
public record GuestPage(
    long guestPhysical,
    int shift,
    boolean readable,
    boolean writable,
    boolean executable,
    boolean user,
    int fenceShift) {

  /** A page that is the guest's own leaf. */
  public GuestPage(
      long guestPhysical,
      int shift,
      boolean readable,
      boolean writable,
      boolean executable,
      boolean user) {
    this(guestPhysical, shift, readable, writable, executable, user, shift);
  }

  /** A page for a guest in the real U-mode. */
  public GuestPage(
      long guestPhysical, int shift, boolean readable, boolean writable, boolean executable) {
    this(guestPhysical, shift, readable, writable, executable, true);
  }

  /** This page as part of one of {@code 1 << bits} bytes, which the guest's fences mean. */
  public GuestPage fencedBy(int bits) {
    return new GuestPage(guestPhysical, shift, readable, writable, executable, user, bits);
  }

  /** Whether its present context may make such an access, and no D remains to be set by it. */
  public boolean allows(AccessKind kind) {
    return switch (kind) {
      case EXECUTE -> executable;
      case READ, READ_EXECUTABLE -> readable;
      case WRITE -> writable;
    };
  }

  /**
   * The real leaf entry that says the same of a frame, or 0 if none can.
   *
   * @param frame host-physical address of the frame
   */
  public long entry(long frame) {
    long permissions = permissions();
    return permissions == 0 ? 0 : Entry.leaf(frame, permissions, user);
  }

  /** The permissions of a real entry, or 0 if no real entry can say it. */
  private long permissions() {
    if (!readable && !executable) {
      return 0;
    }
    return (readable ? Entry.READ : 0)
        | (writable && readable ? Entry.WRITE : 0)
        | (executable ? Entry.EXECUTE : 0);
  }
}

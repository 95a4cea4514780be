package trapeze.shadow;

import java.util.Optional;
import trapeze.machine.board.Hardware;

/**
 * The G-stage tables of one virtual hart: from guest-physical addresses to the real ones, with what
 * the guest's physical memory protection allows below M. They are filled as the guest touches its
 * memory, and emptied when its protection changes; what the guest does to its own tables is no
 * concern of theirs, since the real hart walks those itself (priv:two-stage-translation).
 *
 * <p>Invariant: every valid entry leads into the guest's own memory, to the place that the host map
 * says, and allows no more than the guest's protection does.
 */
public final class GuestStageSpace {
  private static final int[] SHIFTS = {39, 30, 21, 12};

  private final Resources resources;
  private final HostMap hostMap;
  private final RealSpace space;
  private long fills;
  private long flushes;
  private boolean held = true;

  /**
   * Empty tables.
   *
   * @param mode MODE of {@code hgatp}: 8 Sv39x4, 9 Sv48x4, 10 Sv57x4
   * @throws IllegalStateException if the quota does not hold a VMID and a root
   */
  public GuestStageSpace(Hardware hardware, Resources resources, int mode, HostMap hostMap) {
    this.resources = resources;
    this.hostMap = hostMap;
    int vmid = resources.takeVmid();
    long root = resources.takeGuestRoot();
    if (vmid == Resources.NO_VMID || root == Resources.NO_FRAME) {
      throw new IllegalStateException("a virtual hart's quota does not hold a G-stage space");
    }
    this.space = new RealSpace(hardware, resources, Stage.GUEST, mode, vmid, root);
  }

  /** The value of the real {@code hgatp} that puts these tables into force. */
  public long hgatp() {
    return space.satp();
  }

  /** Its VMID. */
  public int vmid() {
    return space.asid();
  }

  /** Pages entered so far. */
  public long fills() {
    return fills;
  }

  /** Times that it was emptied for want of frames. */
  public long flushes() {
    return flushes;
  }

  /**
   * Enters a page, as large as host and protection allow.
   *
   * @param page guest-physical address, and what the guest's protection allows there
   * @param uniformity whether its protection says one thing of a larger block
   * @return whether it could be entered; if not, the access must be interpreted
   */
  public boolean fill(GuestPage page, ShadowSpaces.Uniformity uniformity) {
    long address = page.guestPhysical();
    if (page.entry(0) == 0 || !space.holds(address)) {
      return false;
    }
    int largest = 12 + 9 * (space.mode() - 6);
    for (int shift : SHIFTS) {
      long inside = (1L << shift) - 1;
      long block = address & ~inside;
      if (shift <= largest
          && hostMap.contains(block, inside + 1)
          && (hostMap.toHost(block) & inside) == 0
          && uniformity.holds(block, shift)) {
        fills++;
        return map(address, shift, page.entry(hostMap.toHost(block)));
      }
    }
    return false;
  }

  private boolean map(long address, int shift, long entry) {
    if (space.map(address, shift, entry, shift)) {
      return true;
    }
    flushes++;
    makeRoom();
    return space.map(address, shift, entry, shift);
  }

  /** What the tables say of a guest-physical address now. */
  public Optional<ShadowSpaces.Leaf> find(long guestPhysical) {
    return space.holds(guestPhysical) ? space.find(guestPhysical) : Optional.empty();
  }

  /** Forgets everything: what the guest's protection says has changed. */
  public void clear() {
    space.clear();
  }

  /** Forgets everything, and gives all frames back but the uppermost table. */
  public void makeRoom() {
    space.giveBackTables();
  }

  /** Gives everything back. */
  public void release() {
    if (held) {
      held = false;
      space.giveBackTables();
      resources.giveGuestRoot(space.root());
      resources.giveVmid(space.asid());
    }
  }
}

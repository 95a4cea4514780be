package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What walks in two stages have found since it was fenced (priv:hfence.vma): a hart may still hold
 * it. A translation belongs to the address space that {@code vsatp} names and to the VMID.
 */
final class GuestTranslations {
  /** Where {@code hgatp} has its VMID. */
  static final int VMID_SHIFT = 44;

  private static final long VMID = 0x3fff;
  private static final long ASID = 0xffff;
  private static final long FLAGS = 0x3f;
  private static final int PAGE_BITS = 12;

  /**
   * A translation.
   *
   * @param space MODE and ASID of {@code vsatp}; 0 if it is Bare
   * @param vmid of {@code hgatp}
   * @param address virtual, of the page
   * @param physical of the page
   * @param guestPhysical of the page
   * @param size bits of address inside the page: of the smaller of both stages' leaves
   * @param guestSize the same of the G-stage's leaf
   * @param entry the VS-stage's leaf
   * @param guestEntry the G-stage's leaf
   */
  record Found(
      long space,
      long vmid,
      long address,
      long physical,
      long guestPhysical,
      int size,
      int guestSize,
      long entry,
      long guestEntry,
      boolean global) {
    private boolean holds(long other) {
      return (address ^ other) >>> size == 0;
    }

    /** Whether another, for an address that both hold, says the same but for A and D. */
    boolean agrees(Found other) {
      return other.physical - other.address == physical - address
          && other.guestPhysical - other.address == guestPhysical - address
          && ((entry ^ other.entry) & FLAGS) == 0
          && ((guestEntry ^ other.guestEntry) & FLAGS) == 0;
    }
  }

  private final List<Found> found = new ArrayList<>();

  private static long space(long vsatp) {
    return vsatp >>> 60 == AddressTranslation.BARE ? 0 : vsatp >>> VMID_SHIFT;
  }

  private static long vmid(long hgatp) {
    return hgatp >>> VMID_SHIFT & VMID;
  }

  /** What the last walk of a hart, which was one of a guest's and succeeded, has found. */
  static Found found(HartState state, long vsatp, long hgatp, long address, long physical) {
    int size = Math.min((int) state.get(Rv64State.WALK_SHIFT), 63);
    int kept = Math.max(size, PAGE_BITS);
    long inside = (1L << kept) - 1;
    // A walk that is remembered has left the address that was asked for first, of the same page.
    long offset = (1L << PAGE_BITS) - 1;
    long guestPhysical = state.get(Rv64State.WALK_GUEST_PHYSICAL) & ~offset | address & offset;
    return new Found(
        space(vsatp),
        vmid(hgatp),
        address & ~inside,
        physical - (address & inside),
        guestPhysical - (address & inside),
        kept,
        (int) state.get(Rv64State.WALK_GUEST_SHIFT),
        state.get(Rv64State.WALK_LEAF),
        state.get(Rv64State.WALK_GUEST_LEAF),
        vsatp >>> 60 != AddressTranslation.BARE && state.get(Rv64State.WALK_GLOBAL) != 0);
  }

  /** A walk has found it. */
  void finds(Found translation) {
    if (!found.contains(translation)) {
      found.add(translation);
    }
  }

  /** What a hart may still hold for an address. */
  List<Found> known(long vsatp, long hgatp, long address) {
    return found.stream()
        .filter(each -> each.space == space(vsatp) && each.vmid == vmid(hgatp))
        .filter(each -> each.holds(address))
        .toList();
  }

  /** HFENCE.VVMA, and SFENCE.VMA of VS, for the VMID in the low bits. */
  void fences(long vmid, boolean hasAddress, long address, boolean hasAsid, long asid) {
    found.removeIf(
        each ->
            each.vmid == (vmid & VMID)
                && (!hasAddress || each.holds(address))
                && (!hasAsid || !each.global && (each.space & ASID) == asid));
  }

  /** HFENCE.GVMA: with an address, what goes through the leaf for it. */
  void fencesPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    found.removeIf(
        each ->
            (!hasVmid || each.vmid == vmid)
                && (!hasAddress || (each.guestPhysical ^ address) >>> each.guestSize == 0));
  }
}

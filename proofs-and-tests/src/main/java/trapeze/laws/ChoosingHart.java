package trapeze.laws;

import java.util.List;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;

/**
 * A reference hart that notices where the manual leaves a choice to hardware: an instruction that
 * was overwritten since the last FENCE.I, a translation that was another since the last fence of
 * it. From there on two machines may differ, and both be right.
 */
public final class ChoosingHart extends ReferenceHart {
  private static final long ACCESSED_AND_DIRTY = 0xc0;
  private static final long DIRTY = 0x80;
  private static final Routine BOTH_STAGES = Rv64.SET.routine("bothStagesPermissions");

  private final Permitted permitted;
  private final GuestTranslations guests = new GuestTranslations();
  private boolean walks;
  private boolean updates;
  private String choice = "";
  private long chosenAt = Long.MAX_VALUE;

  /** A hart of RV64. */
  public ChoosingHart(HartState state, Bus bus, Clock clock) {
    super(state, bus, clock);
    this.permitted = new Permitted(bus.memory());
  }

  /** The first choice, in words; empty while there was none. */
  public String choice() {
    return choice;
  }

  /** Steps made before the first choice; the greatest long while there was none. */
  public long chosenAt() {
    return chosenAt;
  }

  private void chooses(String what) {
    if (choice.isEmpty()) {
      choice = what;
      chosenAt = steps();
    }
  }

  @Override
  long physical(long address, AccessKind kind, long mode) {
    if ((mode & AddressTranslation.VIRTUAL_MODE) != 0) {
      return ofGuest(address, kind, mode);
    }
    long satp = state.get(Rv64State.SATP);
    if (mode == 3 || satp >>> 60 == AddressTranslation.BARE) {
      return super.physical(address, kind, mode);
    }
    List<Permitted.Found> known = permitted.known(satp, address);
    long physical;
    try {
      physical = walk(address, kind, mode);
    } catch (TrapSignal refused) {
      if (known.stream().anyMatch(leaf -> allowed(leaf, kind, mode))) {
        chooses("a translation that was revoked and not fenced");
      }
      throw refused;
    }
    long entry = state.get(Rv64State.WALK_LEAF);
    if (updates && known.stream().anyMatch(leaf -> isUpToDate(leaf.entry(), kind))) {
      chooses("A or D of a translation that was cleared and not fenced");
    }
    if (known.stream().anyMatch(leaf -> !agrees(leaf, address, physical, entry))) {
      chooses("a translation that was changed and not fenced");
    }
    permitted.finds(
        satp,
        address,
        (int) state.get(Rv64State.WALK_SHIFT),
        physical,
        entry,
        state.get(Rv64State.WALK_GLOBAL) != 0);
    return physical;
  }

  /** Walks, and notes whether an entry was updated. */
  private long walk(long address, AccessKind kind, long mode) {
    walks = true;
    updates = false;
    try {
      return super.physical(address, kind, mode);
    } finally {
      walks = false;
    }
  }

  /** Whether an access through an entry that is remembered sets neither A nor D. */
  private static boolean isUpToDate(long entry, AccessKind kind) {
    return kind != AccessKind.WRITE || (entry & DIRTY) != 0;
  }

  /** The same of a guest's address, in two stages. */
  private long ofGuest(long address, AccessKind kind, long mode) {
    long vsatp = state.get(Rv64State.VSATP);
    long hgatp = state.get(Rv64State.HGATP);
    List<GuestTranslations.Found> known = guests.known(vsatp, hgatp, address);
    long physical;
    try {
      physical = walk(address, kind, mode);
    } catch (TrapSignal refused) {
      if (known.stream().anyMatch(leaf -> allowed(leaf, kind, mode))) {
        chooses("a guest's translation that was revoked and not fenced");
      }
      throw refused;
    }
    GuestTranslations.Found found = GuestTranslations.found(state, vsatp, hgatp, address, physical);
    if (updates
        && known.stream().anyMatch(leaf -> isUpToDate(leaf.entry() & leaf.guestEntry(), kind))) {
      chooses("A or D of a guest's translation that was cleared and not fenced");
    }
    if (known.stream().anyMatch(leaf -> !leaf.agrees(found))) {
      chooses("a guest's translation that was changed and not fenced");
    }
    guests.finds(found);
    return physical;
  }

  /** Whether what was found once allows an access, A and D aside. */
  private boolean allowed(GuestTranslations.Found found, AccessKind kind, long mode) {
    long[] scratch = state.scratch.clone();
    state.set(Rv64State.WALK_LEAF, found.entry() | ACCESSED_AND_DIRTY);
    state.set(Rv64State.WALK_GUEST_LEAF, found.guestEntry() | ACCESSED_AND_DIRTY);
    long allowed = call(BOTH_STAGES, mode & 3);
    System.arraycopy(scratch, 0, state.scratch, 0, scratch.length);
    return (allowed & bit(kind)) != 0;
  }

  private boolean allowed(Permitted.Found leaf, AccessKind kind, long mode) {
    return (call(AddressTranslation.PERMISSIONS, leaf.entry(), mode) & bit(kind)) != 0;
  }

  private static boolean agrees(Permitted.Found leaf, long address, long physical, long entry) {
    return leaf.physical() + (address - leaf.first()) == physical
        && ((leaf.entry() ^ entry) & 0xff & ~ACCESSED_AND_DIRTY) == 0;
  }

  @Override
  void executes(long physical) {
    if (permitted.wasOverwritten(physical)) {
      chooses("an instruction that was overwritten and not fenced");
    }
  }

  @Override
  void overwrites(long physical, int bytes) {
    updates |= walks;
    permitted.overwrites(physical, bytes);
  }

  @Override
  public void fenceI() {
    permitted.fencesInstructions();
  }

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    permitted.fences(hasAddress != 0, address, hasAsid != 0, asid);
  }

  @Override
  public void fenceGuestTranslation(long hasAddress, long address, long hasAsid, long asid) {
    long vmid = state.get(Rv64State.HGATP) >>> GuestTranslations.VMID_SHIFT;
    guests.fences(vmid, hasAddress != 0, address, hasAsid != 0, asid);
  }

  @Override
  public void fenceGuestPhysical(long hasAddress, long address, long hasVmid, long vmid) {
    guests.fencesPhysical(hasAddress != 0, address, hasVmid != 0, vmid);
  }
}

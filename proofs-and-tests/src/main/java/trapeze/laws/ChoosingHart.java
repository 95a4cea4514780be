package trapeze.laws;

import java.util.List;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
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

  private final Permitted permitted;
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
    long satp = state.get(Rv64State.SATP);
    if (mode == 3 || satp >>> 60 == AddressTranslation.BARE) {
      return super.physical(address, kind, mode);
    }
    List<Permitted.Found> known = permitted.known(satp, address);
    long physical;
    try {
      physical = super.physical(address, kind, mode);
    } catch (TrapSignal refused) {
      if (known.stream().anyMatch(leaf -> allowed(leaf, kind, mode))) {
        chooses("a translation that was revoked and not fenced");
      }
      throw refused;
    }
    long entry = state.get(Rv64State.WALK_LEAF);
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
}

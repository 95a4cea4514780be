package trapeze.machine.engine;

import java.util.Arrays;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;

/**
 * Which cached translations hold. The generated loop relies on those that are current; whatever may
 * make others current stops it, and {@link #refresh} is called before it goes on.
 */
public abstract class TranslationPath extends FetchPath {
  private static final int FIRST_PROTECTION = Rv64State.PMPCFG0.index();
  private static final int LAST_PROTECTION = Rv64State.pmpaddr(Rv64State.PMP_ENTRIES - 1).index();

  private final long[] protection = new long[LAST_PROTECTION - FIRST_PROTECTION + 1];
  private final Regime fetches = new Regime();
  private final Regime data = new Regime();

  TranslationPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Makes current the translations that hold now. */
  protected final void refresh() {
    refreshProtection();
    int virtual = registers[Rv64State.VIRTUAL.index()] == 0 ? 0 : AddressTranslation.VIRTUAL_MODE;
    fetches.becomeOfFetches(registers, virtual | (int) registers[Rv64State.MODE.index()]);
    useFetchContext(fetches);
    data.becomeOfData(registers, (int) definitions.dataMode(hart()));
    useDataContext(data);
    fitTables();
  }

  /** Forgets all translations if physical memory protection is another than it was. */
  protected final void refreshProtection() {
    if (!Arrays.equals(
        registers, FIRST_PROTECTION, LAST_PROTECTION + 1, protection, 0, protection.length)) {
      System.arraycopy(registers, FIRST_PROTECTION, protection, 0, protection.length);
      clearData();
      clearFetch();
      protectionChanged();
    }
  }

  /** Physical memory protection is another than it was. */
  protected void protectionChanged() {}

  /**
   * Forgets translations that no guest has a part in, of one address or of all, of one address
   * space or of all.
   */
  public final void fenceTranslations(
      boolean hasAddress, long address, boolean hasAsid, long asid) {
    forget(new Fence.OfSpace(hasAddress, address, hasAsid, asid));
  }

  /** The same for the guest whose VMID {@code hgatp} holds. */
  public final void fenceGuestTranslations(
      boolean hasAddress, long address, boolean hasAsid, long asid) {
    long vmid = TranslationContext.vmid(registers[Rv64State.HGATP.index()]);
    forget(new Fence.OfGuestSpace(hasAddress, address, hasAsid, asid, vmid));
  }

  /** Forgets what became of all guest-physical addresses, of every guest or of one. */
  public final void fenceGuests(boolean hasVmid, long vmid) {
    forget(new Fence.OfGuest(hasVmid, vmid));
  }

  private void forget(Fence fence) {
    fenceData(fence);
    fenceFetch(fence);
    stopAfterThis();
  }
}

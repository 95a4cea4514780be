package trapeze.monitor.design;

import java.util.Optional;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart in the real U-mode, whatever its own mode, over shadow page tables. Designs that
 * execute only some of a guest's modes by other means do the rest with this.
 */
public class Deprivileged implements Execution {
  private final HartState virtual;
  private final ShadowSpaces spaces;
  private final Projection projection;
  private final GuestTables tables;

  /** About to start. */
  public Deprivileged(Place place) {
    this.virtual = place.virtual().state;
    this.spaces = place.spaces();
    this.projection = new Projection(place.virtual(), place.hardware());
    this.tables = new GuestTables(place.virtual());
  }

  @Override
  public void install() {
    projection.install(spaces.enter(projection.context()).satp());
  }

  @Override
  public void save() {
    projection.save();
  }

  @Override
  public StateWords loaded() {
    return projection.loaded();
  }

  @Override
  public StateWords saved() {
    return projection.saved();
  }

  @Override
  public ExitAction action(Trap trap) {
    return TrapAndEmulate.EXITS.of(trap.cause());
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    long address = trap.value();
    Trap refused = tables.walk(address, kind);
    if (refused != null) {
      return new Missing.Refused(refused);
    }
    Missing missing = enter(address, kind, tables.page());
    if (looksAhead() && missing instanceof Missing.Filled) {
      Context context = context();
      tables.neighbours(address, (near, page) -> spaces.fillAhead(context, near, page));
    }
    return missing;
  }

  /** Whether pages may be entered that the guest has not asked for. */
  protected boolean looksAhead() {
    return spaces.looksAhead();
  }

  /** Enters what the guest's tables say of an address, if it allows the access and can be said. */
  protected Missing enter(long address, AccessKind kind, GuestPage page) {
    return page.allows(kind) && spaces.fill(context(), address, page, this::isUniform)
        ? new Missing.Filled(page.guestPhysical())
        : new Missing.Inexpressible(page.guestPhysical());
  }

  /** Whether a block of {@code 1 << shift} bytes of the guest's memory may have one real entry. */
  protected boolean isUniform(long guestPhysical, int shift) {
    return tables.isUniform(guestPhysical, shift);
  }

  /** The context that the guest is in now. */
  protected final Context context() {
    return projection.context();
  }

  @Override
  public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    spaces.fence(hasAddress, address, hasAsid, asid);
  }

  @Override
  public void fenceGuest(boolean hasAddress, long address, boolean hasAsid, long asid) {
    spaces.fenceGuest(virtual.get(Rv64State.HGATP), hasAddress, address, hasAsid, asid);
  }

  @Override
  public void fenceGuestPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    spaces.fenceGuestPhysical(hasVmid, vmid);
  }

  @Override
  public void protectionChanged() {
    spaces.clear();
  }

  @Override
  public Optional<ShadowSpaces.Leaf> find(long address) {
    return spaces.find(projection.context(), address);
  }

  @Override
  public void release() {
    spaces.release();
  }
}

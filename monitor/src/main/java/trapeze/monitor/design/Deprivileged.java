package trapeze.monitor.design;

import java.util.Optional;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart in the real U-mode, whatever its own mode, over shadow page tables. Designs that
 * execute only some of a guest's modes by other means do the rest with this.
 */
public class Deprivileged implements Execution {
  private static final long PAGE = 4096;

  /** In bytes; a store that begins so near a page's end may go on in the next. */
  private static final long WIDEST_STORE = 8;

  private final HartState virtual;
  private final ShadowSpaces spaces;
  private final Projection projection;
  private final GuestTables tables;
  private final PhysicalMemory memory;

  /** How often devices and the monitor had written the guest's memory at its last fence. */
  private long writes;

  /** About to start. */
  public Deprivileged(Place place) {
    this.virtual = place.virtual().state;
    this.spaces = place.spaces();
    this.projection = new Projection(place.virtual(), place.hardware());
    this.tables = new GuestTables(place.virtual());
    this.memory = place.virtual().bus().memory();
  }

  @Override
  public void install() {
    projection.install(spaces.enter(projection.context()).satp());
  }

  @Override
  public boolean staysInPlace() {
    boolean stays = projection.isIn(spaces.enter(projection.context()).satp());
    if (stays) {
      projection.configure();
    }
    return stays;
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
    if (spaces.protectsTables()) {
      protectWay(address);
    }
    Missing missing = enter(address, kind, tables.page());
    if (looksAhead() && missing instanceof Missing.Filled) {
      Context context = context();
      tables.neighbours(address, (near, page) -> spaces.fillAhead(context, near, page));
    }
    return missing;
  }

  /** The guest's tables that have led to an address are not to change unseen. */
  private void protectWay(long address) {
    Context in = context();
    if (spaces.protectsTables(in)) {
      tables.way(address, (at, shift) -> spaces.walked(in, address, at, shift));
    }
  }

  /** Whether pages may be entered that the guest has not asked for. */
  protected boolean looksAhead() {
    return spaces.looksAhead();
  }

  /** Enters what the guest's tables say of an address, if it allows the access and can be said. */
  protected Missing enter(long address, AccessKind kind, GuestPage page) {
    boolean isToTable = kind == AccessKind.WRITE && spaces.isTable(page.guestPhysical());
    return page.allows(kind) && !isToTable && spaces.fill(context(), address, page, this::isUniform)
        ? new Missing.Filled(page.guestPhysical())
        : new Missing.Inexpressible(page.guestPhysical());
  }

  @Override
  public void interpreted(Trap trap, AccessKind kind, long guestPhysical) {
    boolean isToTable = kind == AccessKind.WRITE && spaces.isTable(guestPhysical);
    if (isToTable) {
      spaces.stored(guestPhysical);
    }
    long offset = trap.value() & PAGE - 1;
    boolean isInside = offset > 0 && offset <= PAGE - WIDEST_STORE;
    if (!isToTable || !isInside) {
      spaces.writtenUnseen();
    }
  }

  @Override
  public void writtenUnseen() {
    spaces.writtenUnseen();
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
    long now = memory.writes();
    if (now != writes) {
      writes = now;
      spaces.writtenUnseen();
    }
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

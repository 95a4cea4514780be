package trapeze.monitor.design;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.ShadowSpaces;

/**
 * Shadow tables of a virtual hart whose S and U the real hart tells apart itself: as S and U, or as
 * VS and VU. One real address space serves both: pages have the guest's own U, and SUM and MXR act
 * directly. Where the guest does not translate there is nothing to take U from, and each mode has a
 * space, of which the other cannot execute a page.
 */
final class OwnModes {
  private static final int SUPERVISOR = 1;

  private final Hart virtual;
  private final Definitions definitions;
  private final ShadowSpaces spaces;
  private final GuestTables tables;
  private final boolean virtualModes;

  /**
   * Tables to be filled.
   *
   * @param virtualModes whether the real hart is in VS and VU
   */
  OwnModes(Place place, boolean virtualModes) {
    this.virtual = place.virtual();
    this.definitions = virtual.engine().definitions();
    this.spaces = place.spaces();
    this.tables = new GuestTables(virtual);
    this.virtualModes = virtualModes;
  }

  /** The value of the real {@code satp}, or {@code vsatp}, for the context that the guest is in. */
  long enter() {
    return spaces.enter(context()).satp();
  }

  /** The real tables do not allow an access: see {@link Execution#missing}. */
  Missing missing(Trap trap, AccessKind kind) {
    long address = trap.value();
    Trap refused = tables.walk(address, kind);
    if (refused != null) {
      return new Missing.Refused(refused);
    }
    @Nullable GuestPage page = tables.ownPage();
    boolean filled =
        page != null
            && allows(page, kind)
            && spaces.fill(context(), address, page, tables::isUniform);
    long guestPhysical = tables.guestPhysical();
    return filled ? new Missing.Filled(guestPhysical) : new Missing.Inexpressible(guestPhysical);
  }

  /** Whether the page's entry lets an access through that the guest's own tables have allowed. */
  private static boolean allows(GuestPage page, AccessKind kind) {
    return switch (kind) {
      case EXECUTE -> page.executable();
      // A page that can only be executed is read under MXR, which is the real hart's too.
      case READ, READ_EXECUTABLE -> page.readable() || page.executable();
      case WRITE -> page.writable();
    };
  }

  private Context context() {
    long satp = definitions.contextSatp(virtual);
    int mode = satp == 0 ? (int) virtual.state.get(Rv64State.MODE) : SUPERVISOR;
    Context context = new Context(mode, satp, definitions.supervisorOptions(virtual));
    return virtualModes ? context.inVirtualModes() : context;
  }

  /** What the real tables say of an address in the guest's present context. */
  Optional<ShadowSpaces.Leaf> find(long address) {
    return spaces.find(context(), address);
  }
}

package trapeze.monitor.design;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart whose S and U are the real hart's S and U. One real address space serves both:
 * pages have the guest's own U, and SUM and MXR act directly. Where the guest does not translate
 * there is nothing to take U from, and each mode has a space, of which the other cannot execute a
 * page.
 */
final class SupervisorExecution implements Execution {
  private static final int SUPERVISOR = 1;

  private final Hart virtual;
  private final Definitions definitions;
  private final ShadowSpaces spaces;
  private final GuestTables tables;
  private final SupervisorProjection projection;

  /** What executes the guest's M. */
  private final Deprivileged machineLevel;

  /** Whether the real hart has the guest in the guest's own mode now, or had it last. */
  private boolean direct;

  SupervisorExecution(Place place) {
    this.virtual = place.virtual();
    this.definitions = virtual.engine().definitions();
    this.spaces = place.spaces();
    this.tables = new GuestTables(virtual);
    this.projection = new SupervisorProjection(place.virtual(), place.hardware());
    this.machineLevel = new Deprivileged(place);
  }

  private boolean isDirect() {
    return definitions.runsInSupervisor(virtual) != 0;
  }

  @Override
  public void install() {
    direct = isDirect();
    if (direct) {
      projection.install(spaces.enter(context()).satp());
    } else {
      projection.withdraw();
      machineLevel.install();
    }
  }

  @Override
  public void save() {
    if (direct) {
      projection.save();
    } else {
      machineLevel.save();
    }
  }

  @Override
  public ExitAction action(Trap trap) {
    return Supervisor.EXITS.of(trap.cause());
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    if (!direct) {
      return machineLevel.missing(trap, kind);
    }
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
    HartState state = virtual.state;
    long satp = definitions.contextSatp(virtual);
    int mode = satp == 0 ? (int) state.get(Rv64State.MODE) : SUPERVISOR;
    return new Context(mode, satp, definitions.supervisorOptions(virtual));
  }

  @Override
  public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    spaces.fence(hasAddress, address, hasAsid, asid);
  }

  @Override
  public void protectionChanged() {
    spaces.clear();
  }

  @Override
  public Optional<ShadowSpaces.Leaf> find(long address) {
    return isDirect() ? spaces.find(context(), address) : machineLevel.find(address);
  }

  @Override
  public void release() {
    spaces.release();
  }
}

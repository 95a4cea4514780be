package trapeze.monitor.design;

import java.util.Optional;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.ShadowSpaces;

/** A virtual hart whose S and U are the real hart's S and U. */
final class SupervisorExecution implements Execution {
  private final Hart virtual;
  private final Definitions definitions;
  private final ShadowSpaces spaces;
  private final OwnModes tables;
  private final SupervisorProjection projection;

  /** What executes the guest's M. */
  private final Deprivileged machineLevel;

  /** Whether the real hart has the guest in the guest's own mode now, or had it last. */
  private boolean direct;

  SupervisorExecution(Place place) {
    this.virtual = place.virtual();
    this.definitions = virtual.engine().definitions();
    this.spaces = place.spaces();
    this.tables = new OwnModes(place, false);
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
      projection.install(tables.enter());
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
  public StateWords loaded() {
    return direct
        ? projection.loaded()
        : machineLevel.loaded().withControl(SupervisorProjection.WITHDRAWN);
  }

  @Override
  public StateWords saved() {
    return direct ? SupervisorProjection.SAVED : machineLevel.saved();
  }

  @Override
  public ExitAction action(Trap trap) {
    return Supervisor.EXITS.of(trap.cause());
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    return direct ? tables.missing(trap, kind) : machineLevel.missing(trap, kind);
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
    return isDirect() ? tables.find(address) : machineLevel.find(address);
  }

  @Override
  public void release() {
    spaces.release();
  }
}

package trapeze.monitor.design;

import java.util.Optional;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart in the real VS and VU, as far as they stand for its mode, else deprivileged, all
 * of it over shadow tables. {@code hgatp} is Bare, so what VS-stage gives is a real address: {@code
 * vsatp} always has shadow tables, and the guest's {@code satp} and fences trap.
 */
final class AssistedShadow implements Execution {
  private final Hart virtual;
  private final Definitions definitions;
  private final OwnModes tables;
  private final AssistedProjection projection;
  private final Deprivileged otherwise;

  /** Whether the guest is a hypervisor: then it has spaces that only two stages keep apart. */
  private final boolean hasHypervisor;

  /** Whether the guest is, or was last, in the real VS or VU. */
  private boolean assisted;

  AssistedShadow(Place place) {
    this.virtual = place.virtual();
    this.definitions = virtual.engine().definitions();
    this.tables = new OwnModes(place, true);
    this.projection = new AssistedProjection(virtual, place.hardware().state(), Translation.SHADOW);
    this.otherwise = new Deprivileged(place);
    this.hasHypervisor = virtual.state.get(Rv64State.HAS_HYPERVISOR) != 0;
  }

  private boolean isAssisted() {
    return !hasHypervisor && definitions.isAssisted(virtual) != 0;
  }

  @Override
  public void install() {
    assisted = isAssisted();
    if (assisted) {
      projection.installShadow(tables.enter());
    } else {
      projection.withdraw();
      otherwise.install();
    }
  }

  @Override
  public void save() {
    if (assisted) {
      projection.save();
    } else {
      otherwise.save();
    }
  }

  @Override
  public StateWords loaded() {
    return assisted ? projection.loaded() : otherwise.loaded();
  }

  @Override
  public StateWords saved() {
    return assisted ? projection.saved() : otherwise.saved();
  }

  @Override
  public ExitAction action(Trap trap) {
    return assisted ? HardwareAssisted.SHADOW_EXITS.of(trap.cause()) : otherwise.action(trap);
  }

  /** The guest's interrupts are the real VS's, whose codes are one more. */
  @Override
  public Trap asTheGuestSees(Trap trap) {
    return assisted && trap.interrupt() ? Trap.interrupt(trap.cause() - 1) : trap;
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    return assisted ? tables.missing(trap, kind) : otherwise.missing(trap, kind);
  }

  @Override
  public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    otherwise.fence(hasAddress, address, hasAsid, asid);
  }

  @Override
  public void protectionChanged() {
    otherwise.protectionChanged();
  }

  /** What the real tables say in the context that the guest is in now, wherever it was last. */
  @Override
  public Optional<ShadowSpaces.Leaf> find(long address) {
    return isAssisted() ? tables.find(address) : otherwise.find(address);
  }

  @Override
  public void release() {
    otherwise.release();
  }
}

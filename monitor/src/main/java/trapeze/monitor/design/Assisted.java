package trapeze.monitor.design;

import java.util.Optional;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.GuestPage;
import trapeze.shadow.GuestStageSpace;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart in the real VS and VU, as far as they stand for its mode, else deprivileged.
 *
 * <p>The guest's own page tables are walked by the real hart. What the monitor adds is G-stage,
 * which changes only with the guest's physical memory protection, and so seldom.
 *
 * <p>Of a guest that is a hypervisor its HS is in VS, and its guests are in VS and VU too: what
 * they have beside it is {@link GuestsGuests}.
 */
final class Assisted implements Execution {
  private static final long PAGE = 4096;

  private final Hart virtual;
  private final Hardware hardware;
  private final Definitions definitions;
  private final Deprivileged otherwise;
  private final AssistedProjection projection;
  private final GuestTables guestTables;
  private final ShadowSpaces spaces;
  private final GuestStageSpace memory;
  private final GuestsGuests inner;

  /** Whether the guest is, or was last, in the real VS or VU. */
  private boolean assisted;

  private boolean mayHaveFenced;
  private boolean guestMayHaveFenced;

  /** Whether {@code satp} holds other values in the guest's machine than in the real one. */
  private final boolean trapsPaging;

  Assisted(Place place) {
    this.virtual = place.virtual();
    this.hardware = place.hardware();
    this.definitions = virtual.engine().definitions();
    this.otherwise = new Deprivileged(place);
    this.projection = new AssistedProjection(virtual, hardware.state(), Translation.NESTED);
    this.guestTables = new GuestTables(virtual);
    this.trapsPaging = differs(Rv64State.WIDEST_PAGING) || differs(Rv64State.ASID_MASK);
    this.spaces = place.spaces();
    this.memory =
        new GuestStageSpace(hardware, place.resources(), AddressTranslation.SV39, place.hostMap());
    this.inner = new GuestsGuests(place, guestTables, this::makeRoom);
  }

  /** Whether the guest is a hypervisor, and its own guest is in VS or VU. */
  private boolean isGuestsGuest() {
    return virtual.state.get(Rv64State.VIRTUAL) != 0;
  }

  private void makeRoom() {
    spaces.makeRoom();
    memory.makeRoom();
  }

  private boolean differs(StateVariable choice) {
    return virtual.state.get(choice) != hardware.state().get(choice);
  }

  @Override
  public void install() {
    assisted = definitions.isAssisted(virtual) != 0;
    if (assisted) {
      mayHaveFenced |= !isGuestsGuest();
      guestMayHaveFenced |= isGuestsGuest();
      projection.install(isGuestsGuest() ? inner.enter() : memory.hgatp(), trapsPaging);
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
    return assisted ? HardwareAssisted.EXITS.of(trap.cause()) : otherwise.action(trap);
  }

  /**
   * While no guest of the guest has the real hart: interrupts are the real VS's, whose codes are
   * one more, and the guest has no V that exceptions could tell of.
   */
  @Override
  public Trap asTheGuestSees(Trap trap) {
    if (!assisted || isGuestsGuest()) {
      return trap;
    }
    return trap.interrupt()
        ? Trap.interrupt(trap.cause() - 1)
        : new Trap(false, trap.cause(), trap.value());
  }

  @Override
  public void tookByDelegation() {
    definitions.takenByHypervisor(virtual);
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    if (!assisted) {
      return otherwise.missing(trap, kind);
    }
    if (isGuestsGuest()) {
      return inner.missing(trap, kind, needed(trap, kind));
    }
    GuestPage page = page(trap.guestPhysical());
    return page.allows(needed(trap, kind)) && memory.fill(page, guestTables::isUniform)
        ? new Missing.Filled(page.guestPhysical())
        : new Missing.Inexpressible(page.guestPhysical());
  }

  /** A fault in the midst of a walk is the walk's own access to the guest's page tables. */
  private static AccessKind needed(Trap trap, AccessKind kind) {
    if (trap.instruction() == 0) {
      return kind;
    }
    return (trap.instruction() & WALK_WRITES) == 0 ? AccessKind.READ : AccessKind.WRITE;
  }

  /** In a pseudoinstruction: whether the walk was about to set A or D (priv:tinst-vals). */
  private static final long WALK_WRITES = 0x20;

  /** What the guest's protection says of the page at a guest-physical address, below M. */
  private GuestPage page(long guestPhysical) {
    long frame = guestPhysical & -PAGE;
    long allowed = definitions.protection(virtual, frame, PAGE, PrivilegeMode.S.code());
    if ((allowed & PhysicalMemoryProtection.PARTIAL) != 0) {
      allowed = 0;
    }
    return new GuestPage(
        guestPhysical,
        AddressTranslation.UNPAGED,
        (allowed & PhysicalMemoryProtection.READ) != 0,
        (allowed & PhysicalMemoryProtection.WRITE) != 0,
        (allowed & PhysicalMemoryProtection.EXECUTE) != 0);
  }

  /** The guest's fences in S go to the real hart by themselves; these are those of its M. */
  @Override
  public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    otherwise.fence(hasAddress, address, hasAsid, asid);
    hardware.state().set(Rv64State.HGATP, memory.hgatp());
    hardware.fenceGuestTranslations(hasAddress, address, hasAsid, asid);
  }

  @Override
  public void fenceGuest(boolean hasAddress, long address, boolean hasAsid, long asid) {
    inner.fence(hasAddress, address, hasAsid, asid);
  }

  @Override
  public void fenceGuestPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    inner.fenceGuestPhysical(hasAddress, address, hasVmid, vmid);
  }

  @Override
  public boolean mayHaveFenced() {
    boolean may = mayHaveFenced;
    mayHaveFenced = false;
    return may;
  }

  @Override
  public boolean guestMayHaveFenced() {
    boolean may = guestMayHaveFenced;
    guestMayHaveFenced = false;
    return may;
  }

  @Override
  public void protectionChanged() {
    otherwise.protectionChanged();
    memory.clear();
    inner.clear();
  }

  /** In VS and VU the G-stage leaf, if the guest's own tables lead to a page that has one. */
  @Override
  public Optional<ShadowSpaces.Leaf> find(long address) {
    return assisted ? Optional.empty() : otherwise.find(address);
  }

  @Override
  public void release() {
    otherwise.release();
    memory.release();
    inner.release();
  }
}

package trapeze.monitor.design;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.ComposedSpaces;
import trapeze.shadow.GuestPage;

/**
 * The guests of a guest that is a hypervisor, in the real VS and VU. Their VS-stage is walked by
 * the real hart as it stands; behind it are tables that compose the guest's own G-stage with where
 * its memory lies. A fault of theirs is the guest's if its G-stage has no such page, and else the
 * monitor's.
 */
final class GuestsGuests {
  private final Hart virtual;
  private final HartState state;
  private final Hardware hardware;
  private final Definitions definitions;
  private final GuestTables guestTables;
  private final ComposedSpaces spaces;
  private final Runnable makeRoom;

  /**
   * None yet.
   *
   * @param makeRoom gives back frames that the same virtual hart has for other tables
   */
  GuestsGuests(Place place, GuestTables guestTables, Runnable makeRoom) {
    this.virtual = place.virtual();
    this.state = virtual.state;
    this.hardware = place.hardware();
    this.definitions = virtual.engine().definitions();
    this.guestTables = guestTables;
    this.makeRoom = makeRoom;
    this.spaces =
        new ComposedSpaces(hardware, place.resources(), place.hostMap(), place.spaces().counters());
  }

  /** The real {@code hgatp} for the guest that the virtual one names. */
  long enter() {
    long real = spaces.enter(hgatp());
    if (real == 0) {
      makeRoom.run();
      real = spaces.enter(hgatp());
    }
    if (real == 0) {
      throw new IllegalStateException("a virtual hart's quota does not hold a G-stage space");
    }
    return real;
  }

  private long hgatp() {
    return state.get(Rv64State.HGATP);
  }

  /**
   * The composed tables do not allow an access.
   *
   * @param trap the real hart's
   * @param kind what the guest tried
   * @param needed what of it failed: the access, or a walk's own
   */
  Missing missing(Trap trap, AccessKind kind, AccessKind needed) {
    long address = trap.guestPhysical();
    long implicit = trap.instruction() == 0 ? 0 : 1;
    int result = AddressTranslation.CHANGED;
    while (result == AddressTranslation.CHANGED) {
      result =
          (int) definitions.translateGuestPhysical(virtual, address, needed.ordinal(), implicit);
    }
    if (result != AddressTranslation.TRANSLATED) {
      return new Missing.Refused(refused(result, trap, kind));
    }
    long guestPhysical = state.get(Rv64State.WALK_ADDRESS);
    @Nullable GuestPage page = guestTables.composedPage();
    boolean filled =
        page != null
            && allows(page, needed)
            && spaces.fill(hgatp(), address, page, guestTables::isUniform);
    return filled ? new Missing.Filled(guestPhysical) : new Missing.Inexpressible(guestPhysical);
  }

  /** A guest-page fault is as the real hart has it; of an access fault only the address is told. */
  private static Trap refused(int result, Trap trap, AccessKind kind) {
    if (ExceptionCause.isGuestPageFault(result)) {
      return trap;
    }
    ExceptionCause cause =
        switch (kind) {
          case EXECUTE -> ExceptionCause.INSTRUCTION_ACCESS_FAULT;
          case READ, READ_EXECUTABLE -> ExceptionCause.LOAD_ACCESS_FAULT;
          case WRITE -> ExceptionCause.STORE_ACCESS_FAULT;
        };
    return new Trap(false, cause.code(), trap.value());
  }

  /** Whether the page's entry lets an access through that the guest's tables have allowed. */
  private static boolean allows(GuestPage page, AccessKind kind) {
    return switch (kind) {
      case EXECUTE -> page.executable();
      // A page that can only be executed is read under the hypervisor's MXR, which is projected.
      case READ, READ_EXECUTABLE -> page.readable() || page.executable();
      case WRITE -> page.writable();
    };
  }

  /** HFENCE.VVMA of the guest, or SFENCE.VMA of its guest that trapped. */
  void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
    for (long real : spaces.ofGuest(hgatp())) {
      hardware.state().set(Rv64State.HGATP, real);
      hardware.fenceGuestTranslations(hasAddress, address, hasAsid, asid);
    }
  }

  /** HFENCE.GVMA of the guest. */
  void fenceGuestPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    spaces.fenceGuestPhysical(hasAddress, address, hasVmid, vmid);
  }

  /** The guest's physical memory protection is another than it was. */
  void clear() {
    spaces.clear();
  }

  /** Gives all real resources back. */
  void release() {
    spaces.release();
  }
}

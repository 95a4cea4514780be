package trapeze.monitor.patching;

import static trapeze.isa.definition.ExceptionCause.ILLEGAL_INSTRUCTION;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_PAGE_FAULT;

import java.util.Objects;
import java.util.function.Consumer;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Hardware;
import trapeze.monitor.design.Deprivileged;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.design.Missing;
import trapeze.monitor.design.Place;
import trapeze.shadow.GuestPage;
import trapeze.shadow.OwnAccess;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart in the real U-mode whose kernel's code is patched.
 *
 * <p>Whatever the guest could find out of it is interpreted instead: a load from a patched page, a
 * jump into the middle of a patched instruction. A store to one drops the patches. The real hart is
 * never left inside a stub, so no state of a stub is ever the guest's.
 */
class PatchedExecution extends Deprivileged {
  private static final long PAGE = 4096;
  private static final long STATE_ADDRESS = -PAGE;

  /** Loads from one patched page that are interpreted before it is left as it is. */
  private static final int MOST_READS = 1000;

  private final Hart virtual;
  private final Hardware hardware;
  private final ShadowSpaces spaces;
  private final Patches patches;
  private final WritingInstructions writing;

  private boolean watched;
  private boolean armed;
  private boolean doubtful;
  private long writes;
  private long retiredBefore;
  private long retiredThen;
  private long surplus;
  private long substituted;

  PatchedExecution(Place place, Patches patches) {
    super(place);
    this.virtual = place.virtual();
    this.hardware = place.hardware();
    this.spaces = place.spaces();
    this.patches = patches;
    this.writing = new WritingInstructions(virtual.engine().set());
  }

  @Override
  public void watched(boolean nowWatched) {
    watched = nowWatched;
    if (watched) {
      patches.dropAll();
    }
  }

  /** The state that stubs work on is taken over when the real hart is entered, and left. */
  @Override
  public boolean staysInPlace() {
    return false;
  }

  @Override
  public void install() {
    surplus = 0;
    substituted = 0;
    armed = !patches.isEmpty() && isInKernel();
    // More than the one instruction that a trap may have made the monitor execute: it interpreted.
    doubtful |= virtual.retired() > retiredThen + 1;
    if (armed) {
      long made = virtual.bus().memory().writes();
      if (doubtful || made != writes) {
        patches.verify();
        doubtful = false;
        writes = made;
      }
      armed = !patches.isEmpty();
    }
    if (armed) {
      Objects.requireNonNull(patches.state()).write();
    }
    super.install();
    retiredBefore = hardware.retired();
    retiredThen = virtual.retired();
  }

  private boolean isInKernel() {
    return virtual.state.get(Rv64State.MODE) == PrivilegeMode.S.code()
        && virtual.state.get(Rv64State.VIRTUAL) == 0
        && context().isTranslated();
  }

  /** Runs on to the end of a stub that the real hart has stopped in. */
  @Override
  public Stop complete(Stop stopped, Consumer<Trap> handled) {
    Stop stop = stopped;
    HartState real = hardware.state();
    while (armed && patches.stubPage(real.pc) instanceof StubPage page) {
      Stub stub = page.at(real.pc);
      if (stub == null) {
        return stop; // the guest has jumped there by itself
      }
      if (stop instanceof Stop.Trapped(Trap trap)) {
        if (isProvided(trap, page, real.pc)) {
          handled.accept(trap);
          stop = hardware.run(1);
          continue;
        }
        Integer retired = stub.code().leaves().get(stub.index(real.pc));
        boolean isAtStart = real.pc == stub.start();
        if (retired == null && !isAtStart) {
          return stop;
        }
        if (isAtStart) {
          patches.drop(page);
        }
        surplus += isAtStart || retired == null ? 1 : 1 + retired;
        real.pc = stub.site();
        return new Stop.Trapped(
            new Trap(false, ILLEGAL_INSTRUCTION.code(), Integer.toUnsignedLong(stub.bits())));
      }
      stop = hardware.run(1);
    }
    return stop;
  }

  /** Whether a stub trapped for want of its own page or of the page of state, and now has it. */
  private boolean isProvided(Trap trap, StubPage page, long pc) {
    if (trap.cause() == INSTRUCTION_PAGE_FAULT.code() && trap.value() == pc) {
      return patches.holes().isHole(page.address)
          && spaces.enterOwn(context(), page.address, page.frame, OwnAccess.EXECUTE);
    }
    boolean wantsState =
        (trap.cause() == LOAD_PAGE_FAULT.code() || trap.cause() == STORE_PAGE_FAULT.code())
            && (trap.value() & -PAGE) == STATE_ADDRESS;
    return wantsState
        && patches.holes().isHole(STATE_ADDRESS)
        && spaces.enterOwn(
            context(),
            STATE_ADDRESS,
            Objects.requireNonNull(patches.state()).frame,
            OwnAccess.READ_WRITE);
  }

  @Override
  public void save() {
    if (armed) {
      StatePage state = Objects.requireNonNull(patches.state());
      long tally = state.tally();
      if (tally != 0) {
        state.read();
        // A guest can write what it likes into the tally, and still makes some steps.
        long retired = hardware.retired() - retiredBefore - surplus;
        long most = retired * (Patching.MOST_REAL_STEPS - 1) / Patching.MOST_REAL_STEPS;
        surplus += Math.min(StateLayout.surplus(tally), most);
        substituted = Math.min(StateLayout.executions(tally), retired);
      }
      armed = false;
    }
    retiredThen += hardware.retired() - retiredBefore - surplus;
    super.save();
  }

  @Override
  public long surplus() {
    return surplus;
  }

  @Override
  public long substituted() {
    return substituted;
  }

  @Override
  public ExitAction action(Trap trap) {
    if (trap.cause() == ILLEGAL_INSTRUCTION.code()) {
      boolean kernel = isInKernel();
      long pc = virtual.state.pc;
      if (kernel && patches.isBeside(pc)) {
        return ExitAction.LOOK_UP_FETCH;
      }
      doubtful |= writing.mayWrite((int) trap.value());
      if (kernel && !watched) {
        patches.count(pc, (int) trap.value());
      }
    }
    return super.action(trap);
  }

  /** Copies and stubs stand in for pages when they are asked for, and only then. */
  @Override
  protected boolean looksAhead() {
    return false;
  }

  @Override
  public Missing missing(Trap trap, AccessKind kind) {
    if (trap.cause() == ILLEGAL_INSTRUCTION.code()) {
      doubtful = true;
      return new Missing.Inexpressible(virtual.state.pc);
    }
    // A walk may write too, where it sets A and D by itself.
    doubtful |= (virtual.state.get(Rv64State.MENVCFG) & Rv64State.MENVCFG_ADUE.mask()) != 0;
    Missing missing = super.missing(trap, kind);
    // What a device then writes is counted by the memory; see install.
    doubtful |=
        missing instanceof Missing.Inexpressible(long guestPhysical)
            && virtual.bus().memory().contains(guestPhysical, 1);
    return missing;
  }

  @Override
  protected Missing enter(long address, AccessKind kind, GuestPage page) {
    PatchedPage patched = patches.ofFrame(page.guestPhysical());
    if (patched == null || !page.allows(kind)) {
      return super.enter(address, kind, page);
    }
    boolean here = isInKernel() && (address & -PAGE) == patched.address;
    switch (kind) {
      case WRITE -> {
        patches.drop(patched);
        return super.enter(address, kind, page);
      }
      case EXECUTE -> {
        if (here) {
          return spaces.enterOwn(context(), address, patched.copy, OwnAccess.EXECUTE)
              ? new Missing.Filled(page.guestPhysical())
              : new Missing.Inexpressible(page.guestPhysical());
        }
      }
      default -> {
        if (here && ++patched.reads > MOST_READS) {
          patches.ban(patched);
          return super.enter(address, kind, page);
        }
        if (here) {
          return new Missing.Inexpressible(page.guestPhysical());
        }
      }
    }
    GuestPage unwritable =
        new GuestPage(
            page.guestPhysical(), page.shift(), page.readable(), false, page.executable());
    return super.enter(address, kind, unwritable);
  }

  @Override
  protected boolean isUniform(long guestPhysical, int shift) {
    return (shift == 12 || !patches.touches(guestPhysical, shift))
        && super.isUniform(guestPhysical, shift);
  }

  @Override
  public void protectionChanged() {
    patches.dropAll();
    super.protectionChanged();
  }

  @Override
  public void release() {
    patches.release();
    super.release();
  }
}

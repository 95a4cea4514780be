package trapeze.monitor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.board.Hardware;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.Reservation;
import trapeze.machine.engine.Tracer;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.design.Missing;
import trapeze.monitor.design.Place;
import trapeze.monitor.sbi.HasSbiExtension;
import trapeze.monitor.sbi.SbiExtension;
import trapeze.shadow.HostMap;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * A virtual hart: a hart like any other, whose instructions are executed by a real hart as far as
 * they are innocuous in the mode that its {@linkplain Design design} gives it there.
 *
 * <p>It is the paper's dispatcher. Every trap of the real hart comes to {@link #dispatch}, which
 * looks at the virtual state: a shadow entry is filled in, or the instruction's definition is
 * executed over the virtual state (the interpreter routines), or the trap is the guest's own and is
 * reflected. Interrupts, budgets and waits are those of every hart, one class up. What designs do
 * differently is behind {@link Execution}.
 */
public final class VirtualHart extends Hart implements HasSbiExtension {
  private static final long ECALL = 0x73;
  private static final long NOTHING = -1;

  private static final boolean CHOOSES_LATE = Optimisation.LATE_TRANSLATIONS.isOn();

  /**
   * Few: translations and decoded instructions belong to the real harts. Only what the monitor
   * interprets is kept here, an instruction now and then, and each virtual hart of each guest has
   * them.
   */
  private static final int DECODED_PAGES = 16;

  private static final int CONTEXTS = 4;
  private static final int TRANSLATED_PAGES = 64;

  private final RealHart real;
  private final Hardware hardware;
  private final Design design;
  private final Execution execution;

  /** What to add to a guest-physical address to get the real one. */
  private final long toReal;

  private final ShadowSpaces spaces;
  private final Accounting accounting;
  private final StepRelay relay;
  private final ExitWatch watch;
  private final NeighbouringExits neighbours;
  private Reservation keptReservation = Reservation.NONE;

  /**
   * What the real hart's count of retired instructions was when it was last added to this one's.
   */
  private long counted;

  /** Whether the real hart is as it was left when it last executed this one's instructions. */
  private boolean isInPlace;

  /** The bits of the instruction being emulated, as the real hart fetched them; or NOTHING. */
  private long emulatedBits = NOTHING;

  VirtualHart(
      String guest,
      Engine engine,
      HartState state,
      Bus bus,
      Clock clock,
      RealHart real,
      Design design,
      Resources resources,
      HostMap hostMap,
      ShadowSpaces spaces) {
    super(engine, state, bus, clock);
    this.real = real;
    this.hardware = real.hardware();
    this.design = design;
    this.execution = design.execution(new Place(this, hardware, hostMap, resources, spaces));
    this.toReal = hostMap.hostBase() - hostMap.guestBase();
    this.spaces = spaces;
    this.accounting = new Accounting(engine.set());
    this.relay = new StepRelay(-toReal);
    this.watch = new ExitWatch(this, guest);
    this.neighbours = new NeighbouringExits(this, real, execution);
  }

  /** The reservation that this hart left on a real hart which another one was then given. */
  Reservation keptReservation() {
    return keptReservation;
  }

  void keepReservation(Reservation reservation) {
    keptReservation = reservation;
  }

  /** Shows every exit from now on, or none; not to be called while the hart runs. */
  public void onExit(@Nullable ExitListener listener) {
    watch.listener(listener);
  }

  /** How it is executed. */
  public Design design() {
    return design;
  }

  /** What people call it. */
  String name() {
    return watch.name();
  }

  /** What this hart has cost so far. */
  public Accounting accounting() {
    return accounting;
  }

  /** What its shadow page tables have cost so far. */
  public ShadowSpaces.Counters shadowing() {
    return spaces.counters();
  }

  /** What the real page tables say of an address in the context that the guest is in now. */
  public Optional<ShadowSpaces.Leaf> shadowEntry(long address) {
    return execution.find(address);
  }

  @Override
  public @Nullable SbiExtension sbiExtension() {
    return execution.sbiExtension();
  }

  /** Gives its real address spaces back; it will not run again. */
  void release() {
    execution.release();
  }

  @Override
  protected @Nullable Trap advance(long steps) {
    Trap reflected = isHybrid() ? interpretFreely(steps) : goOn(steps);
    if (reflected != null) {
      accounting.reflected(reflected);
    }
    return reflected;
  }

  /** What the guest's addresses mean is asked when something is interpreted, and not before. */
  @Override
  protected void prepare() {
    if (CHOOSES_LATE) {
      refreshProtection();
    } else {
      refresh();
    }
  }

  /** Whoever executes it, the instruction is shown as this hart's. */
  @Override
  protected @Nullable Trap advanceTraced(Tracer to) {
    long pc = state.pc;
    long before = retired();
    relay.to(to, dataObserver());
    Trap reflected = advance(1);
    Trap taken = relay.taken();
    if (taken != null) {
      to.trapped(pc, execution.asTheGuestSees(taken));
    } else if (retired() != before) {
      to.retired(pc, relay.packed());
    }
    return reflected;
  }

  /** Whoever watches exits or steps is shown each of them. */
  private boolean isWatched() {
    return watch.isOn() || tracer() != null || triggers() != null;
  }

  private @Nullable Trap goOn(long steps) {
    long bits = neighbours.bits();
    if (bits == 0 || isWatched()) {
      return executeDirectly(steps);
    }
    boolean timed = accounting.neighbour();
    long began = timed ? System.nanoTime() : 0;
    Trap raised = emulate(bits);
    if (timed) {
      accounting.ranFor(0, System.nanoTime() - began);
    }
    return raised;
  }

  private @Nullable Trap executeDirectly(long steps) {
    isInPlace = true;
    boolean timed = accounting.enters();
    long entered = timed ? System.nanoTime() : 0;
    real.dispatch(this);
    execution.watched(tracer() != null || triggers() != null);
    execution.install();
    accounting.moved(execution.loaded());
    hardware.haltAt(triggers(), passesNext());
    counted = hardware.retired();
    long started = timed ? System.nanoTime() : 0;
    Stop stop =
        execution.complete(
            tracer() == null ? hardware.run(steps) : real.runShowing(relay, steps),
            accounting::exited);
    long stopped = timed ? System.nanoTime() : 0;
    execution.save();
    accounting.moved(execution.saved());
    counted += execution.surplus();
    accounting.substituted(execution.substituted());
    countDirect();
    if (stop instanceof Stop.Halted(HaltReason reason)) {
      haltFor(reason);
    }
    Trap reflected = stop instanceof Stop.Trapped(Trap trap) ? dispatch(trap) : null;
    if (timed) {
      accounting.ranFor(stopped - started, System.nanoTime() - entered - (stopped - started));
    }
    return reflected;
  }

  /** Counts what the real hart has retired since it was last counted. */
  private void countDirect() {
    long now = hardware.retired();
    countRetired(now - counted);
    accounting.ranDirectly(now - counted);
    counted = now;
  }

  /** The real hart gives the guest a trap by itself: a trap of this hart like any other. */
  void tookByDelegation(Trap real) {
    Trap trap = execution.asTheGuestSees(real);
    countDirect();
    accounting.delegated(trap);
    if (showsTraps()) {
      execution.save();
    }
    takenElsewhere(trap);
    execution.tookByDelegation();
  }

  /**
   * The dispatcher: a trap of the real hart; gives the trap to reflect, if the guest must see it.
   */
  private @Nullable Trap dispatch(Trap trap) {
    accounting.exited(trap);
    ExitAction action = execution.action(trap);
    if (!watch.isOn()) {
      return dispatch(trap, action);
    }
    long packed =
        switch (action) {
          case EMULATE -> decode((int) trap.value());
          case EMULATE_ECALL -> decode((int) ECALL);
          default -> 0;
        };
    return watch.show(trap, action, packed, () -> dispatch(trap, action));
  }

  private @Nullable Trap dispatch(Trap trap, ExitAction action) {
    return switch (action) {
      case EMULATE -> decode((int) trap.value()) == 0 ? trap : emulate(trap.value());
      case EMULATE_ECALL -> emulate(ECALL);
      case LOOK_UP_FETCH -> missing(trap, AccessKind.EXECUTE);
      case LOOK_UP_LOAD -> missing(trap, AccessKind.READ);
      case LOOK_UP_STORE -> missing(trap, AccessKind.WRITE);
      case REFLECT -> execution.asTheGuestSees(trap);
    };
  }

  /** An interpreter routine: the instruction's own definition, over the virtual state. */
  private @Nullable Trap emulate(long bits) {
    long packed = decode((int) bits);
    neighbours.emulates(state.pc);
    if (engine().translator().flow().accesses(packed)) {
      execution.writtenUnseen();
    }
    forgetGuestTranslations(); // a hypervisor's loads from its guest are emulated
    emulatedBits = bits;
    Trap raised = execute(packed);
    emulatedBits = NOTHING;
    if (raised == null) {
      countRetired(1);
      accounting.emulated(PackedInstruction.number(packed));
    } else {
      neighbours.end();
    }
    return raised;
  }

  /** The real tables do not allow an access. */
  private @Nullable Trap missing(Trap trap, AccessKind kind) {
    return switch (execution.missing(trap, kind)) {
      case Missing.Refused(Trap refused) -> refused;
      case Missing.Filled(long guestPhysical) -> {
        watch.filled(trap.value(), guestPhysical, kind);
        yield null;
      }
      case Missing.Inexpressible(long guestPhysical) -> {
        Trap raised = interpret(1);
        execution.interpreted(trap, kind, guestPhysical);
        if (raised == null && bus().deviceAt(guestPhysical) != null) {
          accounting.accessedDevice();
        }
        yield raised;
      }
    };
  }

  /**
   * Whether fetches and data accesses now act in different modes, which no page table can say: the
   * paper's hybrid monitor interprets until that ends.
   */
  private boolean isHybrid() {
    long fetchMode = state.get(Rv64State.VIRTUAL) << 2 | state.get(Rv64State.MODE);
    return engine().definitions().dataMode(this) != fetchMode;
  }

  private @Nullable Trap interpretFreely(long steps) {
    execution.writtenUnseen();
    return interpret(steps);
  }

  /**
   * Executes without the real hart, over the virtual machine's own memory and devices.
   *
   * <p>The real hart carries out the guest's FENCE.I by itself, so what was decoded here earlier
   * may be stale.
   */
  private @Nullable Trap interpret(long steps) {
    fenceInstructions();
    beforeInterpretation();
    long before = retired();
    Trap trap = tracer() == null ? super.advance(steps) : super.advanceTraced(relay);
    accounting.interpreted(retired() - before);
    real.reservation(reservation().movedBy(toReal));
    return trap;
  }

  /**
   * The real hart may have changed the guest's mode, and what addresses mean with it; and the
   * reservation is wherever the instructions are executed.
   */
  private void beforeInterpretation() {
    neighbours.end();
    isInPlace = false;
    if (execution.mayHaveFenced()) {
      fenceTranslations(false, 0, false, 0);
    }
    forgetGuestTranslations();
    refresh();
    real.dispatch(this);
    reservation(real.reservation().movedBy(-toReal));
  }

  /** For a monitor on this hart: what the real hart knows that executed it last. */
  @Override
  public long knownBits(long pc) {
    return isInPlace && real.holds(this) ? real.hart().knownBits(pc) : 0;
  }

  @Override
  public boolean isPlain(long pc) {
    return !isInPlace || !real.holds(this) || real.hart().isPlain(pc);
  }

  /** What is remembered here of a guest's guest may be stale, if that can fence by itself. */
  private void forgetGuestTranslations() {
    if (execution.guestMayHaveFenced()) {
      fenceGuests(false, 0);
    }
  }

  /** The real hart, too, has to leave the guest. */
  @Override
  public void requestStop() {
    super.requestStop();
    hardware.requestStop();
  }

  /** Interrupts are looked at only when the real hart has come back. */
  @Override
  public void lookSoon() {
    hardware.requestStop();
  }

  /** Wherever the reservation is: with the real hart, or kept until this hart is dispatched. */
  @Override
  public void cancelReservation() {
    super.cancelReservation();
    real.cancelReservation(this);
    keptReservation = Reservation.NONE;
  }

  /** What raised an exception is what the real hart found, whatever the guest's tables say now. */
  @Override
  public long instructionBits() {
    return emulatedBits == NOTHING ? super.instructionBits() : emulatedBits;
  }

  @Override
  protected int mostContexts() {
    return CONTEXTS;
  }

  @Override
  protected int translatedPages() {
    return TRANSLATED_PAGES;
  }

  @Override
  protected int mostTranslatedPages() {
    return TRANSLATED_PAGES;
  }

  @Override
  protected int mostDecodedPages() {
    return DECODED_PAGES;
  }

  @Override
  public void fenceI() {
    super.fenceI();
    hardware.fenceInstructions();
  }

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    super.fenceAddressTranslation(hasAddress, address, hasAsid, asid);
    neighbours.end();
    execution.fence(hasAddress != 0, address, hasAsid != 0, asid);
  }

  @Override
  public void fenceGuestTranslation(long hasAddress, long address, long hasAsid, long asid) {
    super.fenceGuestTranslation(hasAddress, address, hasAsid, asid);
    neighbours.end();
    execution.fenceGuest(hasAddress != 0, address, hasAsid != 0, asid);
  }

  @Override
  public void fenceGuestPhysical(long hasAddress, long address, long hasVmid, long vmid) {
    super.fenceGuestPhysical(hasAddress, address, hasVmid, vmid);
    neighbours.end();
    execution.fenceGuestPhysical(hasAddress != 0, address, hasVmid != 0, vmid);
  }

  @Override
  protected void protectionChanged() {
    neighbours.end();
    execution.protectionChanged();
  }
}

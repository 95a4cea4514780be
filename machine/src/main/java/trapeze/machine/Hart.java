package trapeze.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.device.InterruptLine;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.HartLoop;

/**
 * A hart: state, engine, and the physical address space and clock that it is connected to.
 *
 * <p>Its owner calls {@link #run}. One thread at a time uses a hart; only {@link #requestStop}, and
 * the interrupt lines, may be used from other threads.
 *
 * <p>A subclass may answer what comes from outside a hart by its own lights: a monitor's virtual
 * hart overrides {@link #time}, {@link #cycles}, {@link #retired}, {@link #lines}, {@link
 * #instructionBits} and the effects.
 */
public class Hart extends HartLoop implements Environment {
  private static final VarHandle LINES;

  static {
    try {
      LINES = MethodHandles.lookup().findVarHandle(Hart.class, "lines", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Clock clock;
  private volatile long lines;
  private volatile Runnable wakeUp = () -> {};

  /** An RV64 hart. */
  public Hart(HartState state, Bus bus, Clock clock) {
    this(Engine.rv64(), state, bus, clock);
  }

  /** A hart of any instruction set with RV64's state. */
  public Hart(Engine engine, HartState state, Bus bus, Clock clock) {
    super(engine, state, bus);
    this.clock = clock;
  }

  @Override
  protected final Hart hart() {
    return this;
  }

  /** The platform's time, in ticks of the timebase. */
  public long time() {
    return clock.time();
  }

  /** What the counter of cycles counts: steps. */
  public long cycles() {
    return steps();
  }

  /** Instructions retired since the hart was built. */
  public long retired() {
    return steps() - traps();
  }

  /** The interrupt lines, in the bit positions of {@code mip}. */
  public long lines() {
    return lines;
  }

  /** The wire that drives one interrupt into this hart; it may be set from any thread. */
  public final InterruptLine line(InterruptCause cause) {
    return level -> {
      if ((lines & cause.bit()) != 0 == level) {
        return;
      }
      if (level) {
        long before = (long) LINES.getAndBitwiseOr(this, cause.bit());
        if ((before & cause.bit()) == 0) {
          wakeUp.run();
        }
      } else {
        LINES.getAndBitwiseAnd(this, ~cause.bit());
      }
    };
  }

  /** What to do whenever an interrupt line goes up, on the thread that raises it. */
  public final void whenLineRaised(Runnable action) {
    wakeUp = action;
  }

  /**
   * Executes one instruction as if it stood at {@code state.pc}; counts no step, takes no trap.
   *
   * @param packed the instruction, see {@link PackedInstruction}
   * @return nothing if it retired and {@code state.pc} is the next instruction's; else the
   *     exception that it raised, and {@code state.pc} is its own address
   */
  public final @Nullable Trap execute(long packed) {
    if (engine().definitions().refuses(this, packed)) {
      return raised();
    }
    if (engine().translator().flow().accesses(packed)) {
      refresh();
    }
    try {
      state.pc = engine().definitions().execute(this, packed, state.pc);
      return null;
    } catch (TrapSignal signal) {
      return raised();
    }
  }

  /**
   * The bits, zero-extended, of the instruction at an address, if it is known what would be
   * executed there, and that this hart as it is would raise an exception at once; else 0.
   */
  public final long refusedAt(long pc) {
    long bits = knownBits(pc);
    return bits != 0 && engine().definitions().refuses(this, decode((int) bits)) ? bits : 0;
  }

  private Trap raised() {
    if (tellsInstruction()) {
      refresh();
    }
    return lastSignal().trap();
  }

  /** The value of a CSR, whoever may access it. */
  public final long readCsr(int address) {
    return engine().definitions().readCsr(this, address);
  }

  /** Writes a CSR as its fields let themselves be written, whoever may access it. */
  public final void writeCsr(int address, long value) {
    engine().definitions().writeCsr(this, address, value);
  }

  /** FENCE: every access before it before every access behind it, whichever sets are named. */
  public final void fence(long predecessors, long successors) {
    fenceMemory();
  }

  /** FENCE.I. */
  public void fenceI() {
    fenceInstructions();
  }

  /** SFENCE.VMA and its like (priv:sfence.vma); flags are 0 or 1. */
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    fenceTranslations(hasAddress != 0, address, hasAsid != 0, asid);
  }

  /** HFENCE.VVMA and its like, and SFENCE.VMA in VS (priv:hfence.vma); flags are 0 or 1. */
  public void fenceGuestTranslation(long hasAddress, long address, long hasAsid, long asid) {
    fenceGuestTranslations(hasAddress != 0, address, hasAsid != 0, asid);
  }

  /** HFENCE.GVMA and its like (priv:hfence.vma); flags are 0 or 1, the address is in bytes. */
  public void fenceGuestPhysical(long hasAddress, long address, long hasVmid, long vmid) {
    fenceGuests(hasVmid != 0, vmid);
  }

  /** WFI. */
  public void waitForInterrupt() {
    waitHere();
  }

  @Override
  public final long input(Input input) {
    return switch (input) {
      case TIME -> time();
      case CYCLES -> cycles();
      case RETIRED -> retired();
      case LINES -> lines();
    };
  }

  @Override
  public final void effect(Effect effect, long... arguments) {
    switch (effect) {
      case FENCE -> fence(arguments[0], arguments[1]);
      case FENCE_I -> fenceI();
      case FENCE_ADDRESS_TRANSLATION ->
          fenceAddressTranslation(arguments[0], arguments[1], arguments[2], arguments[3]);
      case FENCE_GUEST_TRANSLATION ->
          fenceGuestTranslation(arguments[0], arguments[1], arguments[2], arguments[3]);
      case FENCE_GUEST_PHYSICAL ->
          fenceGuestPhysical(arguments[0], arguments[1], arguments[2], arguments[3]);
      case WAIT_FOR_INTERRUPT -> waitForInterrupt();
      case CANCEL_RESERVATION -> cancelReservation();
      case START_IO -> throw new IllegalStateException("a hart has no " + effect);
    }
  }
}

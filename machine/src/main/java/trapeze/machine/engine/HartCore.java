package trapeze.machine.engine;

import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.fp.FpFlags;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.device.Bus;

/**
 * What every part of a hart shares: the state, the count of steps, and how an exception is raised.
 *
 * <p>The public members are for generated code. Steps are counted down in {@link #left}, which the
 * generated loop keeps in a local and stores before every instruction that can look at it.
 */
public abstract class HartCore {
  /** The state, the pc included; between steps it is exact. */
  public final HartState state;

  /** Integer registers. */
  public final long[] x;

  /** Floating-point registers. */
  public final long[] f;

  /** Architectural variables. */
  public final long[] registers;

  /** Results of routines. */
  public final long[] scratch;

  /** The implementation's choices. */
  public final long[] choices;

  /** Scratch for the exception flags of one floating-point operation. */
  public final FpFlags flags = new FpFlags();

  /** Whether it is asked at all if an instruction will be refused; else it is executed at once. */
  public static final boolean ASKS = Optimisation.ASKED_REFUSALS.isOn();

  /** Whether it is likely that system instructions are refused, and so worth asking. */
  public boolean asksFirst;

  /** Steps that the loop may still make, the current one included. */
  public int left;

  final Engine engine;
  final Definitions definitions;
  final Bus bus;

  /** Steps taken away from {@link #left} so that the loop stops early. */
  private long parked;

  /** What the count of steps will be when {@link #left} and {@link #parked} are zero. */
  private long end;

  private long traps;
  private boolean raised;
  private boolean valueIsInstruction;
  private final TrapSignal signal = new TrapSignal();

  HartCore(Engine engine, HartState state, Bus bus) {
    this.engine = engine;
    this.definitions = engine.definitions();
    this.state = state;
    this.bus = bus;
    this.x = state.x;
    this.f = state.f;
    this.registers = state.registers;
    this.scratch = state.scratch;
    this.choices = state.choices;
  }

  /** Steps made since the hart was built: instructions retired and traps taken; exact anywhere. */
  public final long steps() {
    return end - parked - left;
  }

  /** Traps taken since the hart was built. */
  public final long traps() {
    return traps;
  }

  /** The bus that physical accesses go to. */
  public final Bus bus() {
    return bus;
  }

  /** What the hart executes. */
  public final Engine engine() {
    return engine;
  }

  /** Lets the loop stop behind the current instruction: something that it relies on may change. */
  public final void stopAfterThis() {
    if (left > 1) {
      parked += left - 1;
      left = 1;
    }
  }

  /**
   * The signal to throw for an exception, 6 and 64 bits; with a guest-page fault goes what the walk
   * found.
   */
  public final TrapSignal raise(long cause, long value) {
    valueIsInstruction = false;
    if (ExceptionCause.isGuestPageFault((int) cause)) {
      return signal.carrying(
          (int) cause,
          value,
          scratch[Rv64State.WALK_GUEST_PHYSICAL.index()],
          scratch[Rv64State.WALK_INSTRUCTION.index()],
          true);
    }
    return signal.carrying((int) cause, value);
  }

  /**
   * The signal to throw for an exception of an access in an effective mode: V in bit 2 says that
   * the address is a guest's.
   */
  final TrapSignal raiseIn(int mode, long cause, long address) {
    TrapSignal raised = raise(cause, address);
    boolean isGuests = (mode & AddressTranslation.VIRTUAL_MODE) != 0;
    return isGuests ? raised.ofGuest() : raised;
  }

  /** The signal to throw for an exception whose trap value is the instruction's bits. */
  public final TrapSignal raiseForInstruction(long cause) {
    valueIsInstruction = true;
    return signal.carrying((int) cause, 0);
  }

  /**
   * The loop was left by an exception: the instruction at {@code pc} did not retire.
   *
   * @param leftThen what the loop's own count was
   */
  public final void trapped(long pc, int leftThen) {
    if (parked == 0) {
      left = leftThen;
    }
    state.pc = pc;
    raised = true;
  }

  /** Whether an exception was raised since the last time this was asked. */
  final boolean takeRaised() {
    boolean was = raised;
    raised = false;
    return was;
  }

  /** Whether an exception was raised since that was last asked; it stays so. */
  final boolean hasRaised() {
    return raised;
  }

  /**
   * The exception raised last; its trap value made complete. If the instruction cannot be fetched
   * again, because the program changed its page tables and did not fence, then that is the
   * exception: as if it had been fetched only now.
   */
  protected final TrapSignal lastSignal() {
    if (valueIsInstruction) {
      int cause = signal.cause();
      try {
        signal.carrying(cause, instructionBits());
      } catch (TrapSignal fetch) {
        return fetch;
      }
    }
    return signal;
  }

  /** Whether what was raised last is to tell the instruction's bits, which are fetched for it. */
  protected final boolean tellsInstruction() {
    return valueIsInstruction;
  }

  /** Lets the loop make this many steps. */
  final void allow(int steps) {
    end += steps;
    left = steps;
  }

  /** Ends what {@link #allow} began: what was not used is forgotten. */
  final void settle() {
    end = steps();
    left = 0;
    parked = 0;
  }

  /** Counts a trap, which is a step. */
  final void countTrap() {
    end++;
    traps++;
  }

  /** Counts instructions that somebody else has executed for this hart. */
  protected final void countRetired(long instructions) {
    end += instructions;
  }

  /** The bits of the instruction at {@code state.pc}, zero-extended. */
  public abstract long instructionBits();
}

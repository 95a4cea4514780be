package trapeze.laws;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Interrupts;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.rv64.Traps;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.Tracer;

/**
 * A bare hart whose instructions, traps, interrupts and translations are carried out by the
 * reference evaluator. It caches nothing, decodes every instruction anew and walks for every
 * access.
 */
public class ReferenceHart extends Hart {
  private static final long NO_INTERRUPT = 63;
  private static final Engine BY_EVALUATOR = new ByEvaluator().engine();

  private static final int FIRST = Rv64State.PMPCFG0.index();
  private static final int END = Rv64State.pmpaddr(Rv64State.PMP_ENTRIES - 1).index() + 1;

  private final Evaluator evaluator;
  private final long[] protectedBy = new long[END - FIRST];
  private final Protections protections = Protections.ofThisThread();
  private Map<Protections.Question, Long> answers;
  private boolean actsAsGuest;
  private final Walks walks;
  private @Nullable Tracer watcher;
  private long bits;
  private long executing;

  /** A hart of RV64. */
  public ReferenceHart(HartState state, Bus bus, Clock clock) {
    super(BY_EVALUATOR, state, bus, clock);
    this.walks = new Walks(state);
    this.answers = protections.of(protectedBy);
    this.evaluator = new Evaluator(Rv64.SET, state, new ReferenceAccess(this));
  }

  /** Shows every step, traps before their handler is entered. */
  public void watch(Tracer newWatcher) {
    watcher = newWatcher;
  }

  /** The instruction that was decoded last; 0 if it was none, or could not be fetched. */
  public long executing() {
    return executing;
  }

  @Override
  protected @Nullable Trap advance(long steps) {
    long pc = state.pc;
    try {
      begins();
      executing = 0;
      executing = fetch();
      evaluator.execute(executing);
      countRetired(1);
      if (watcher != null) {
        watcher.retired(pc, executing);
      }
      return null;
    } catch (TrapSignal raised) {
      return raised.trap();
    }
  }

  /** A step begins. */
  void begins() {}

  /** Calls a routine of the definitions. */
  final long call(Routine routine, long... arguments) {
    return evaluator.call(routine, arguments);
  }

  /** The outcome of a walk, which leaves what it found in the state's scratch variables. */
  final long walked(long address, AccessKind kind) {
    noteProtection();
    long mode = modeOf(kind);
    return walks.outcome(
        address,
        kind,
        mode,
        () -> {
          long outcome = AddressTranslation.CHANGED;
          while (outcome == AddressTranslation.CHANGED) {
            outcome = call(AddressTranslation.TRANSLATE, address, kind.ordinal(), mode);
          }
          return outcome;
        });
  }

  /** What has been answered holds for other protection no longer. */
  private void noteProtection() {
    long[] now = state.registers;
    if (!Arrays.equals(now, FIRST, END, protectedBy, 0, protectedBy.length)) {
      System.arraycopy(now, FIRST, protectedBy, 0, protectedBy.length);
      answers = protections.of(protectedBy);
      walks.forget();
    }
  }

  /** An entry of a page table is about to be read. */
  final void readsEntry(long physical) {
    walks.reads(physical);
  }

  /** Memory is about to be written, by a store or by a walk. */
  final void writes(long physical, int bytes) {
    walks.writes(physical, bytes);
    overwrites(physical, bytes);
  }

  private long modeOf(AccessKind kind) {
    if (actsAsGuest) {
      boolean isSupervisor = (state.get(Rv64State.HSTATUS) & Rv64State.SPVP.mask()) != 0;
      return AddressTranslation.VIRTUAL_MODE | (isSupervisor ? 1 : 0);
    }
    return kind == AccessKind.EXECUTE
        ? state.get(Rv64State.VIRTUAL) << 2 | state.get(Rv64State.MODE)
        : call(AddressTranslation.DATA_MODE);
  }

  /** Says whether loads and stores from now on act as a guest's. */
  final void actsAsGuest(boolean asGuest) {
    actsAsGuest = asGuest;
  }

  /** The exception of a load or store, which may be a guest's. */
  final TrapSignal raisedBy(AccessKind kind, long cause, long address) {
    TrapSignal raised = raise(cause, address);
    return (modeOf(kind) & AddressTranslation.VIRTUAL_MODE) == 0 ? raised : raised.ofGuest();
  }

  /**
   * The physical address of an access, protection checked.
   *
   * @param bytes none of them behind the page's end
   */
  final long translated(long address, int bytes, AccessKind kind) {
    long mode = modeOf(kind);
    long physical = physical(address, kind, mode);
    long protection = protection(physical, bytes, mode & 3);
    boolean isPartial = (protection & PhysicalMemoryProtection.PARTIAL) != 0;
    if (isPartial || (protection & bit(kind)) != bit(kind)) {
      throw accessFault(address, kind);
    }
    return physical;
  }

  /**
   * What protection allows: a function of its own registers and of what is asked, and asked for
   * every access, so what was answered is kept, for each setting of those registers.
   */
  private long protection(long physical, int bytes, long mode) {
    noteProtection();
    return answers.computeIfAbsent(
        new Protections.Question(physical, bytes, mode),
        asked -> call(PhysicalMemoryProtection.PROTECTION, physical, bytes, mode));
  }

  /** The physical address of an access, by a walk. */
  long physical(long address, AccessKind kind, long mode) {
    long outcome = walked(address, kind);
    if (outcome != AddressTranslation.TRANSLATED) {
      throw raisedBy(kind, outcome, address);
    }
    return state.get(Rv64State.WALK_ADDRESS);
  }

  /** The bit of an answer about protection or permission that stands for a kind of access. */
  static long bit(AccessKind kind) {
    return switch (kind) {
      case READ -> PhysicalMemoryProtection.READ;
      case READ_EXECUTABLE -> PhysicalMemoryProtection.READ | PhysicalMemoryProtection.EXECUTE;
      case WRITE -> PhysicalMemoryProtection.WRITE;
      case EXECUTE -> PhysicalMemoryProtection.EXECUTE;
    };
  }

  /** The access fault for an address. */
  final TrapSignal accessFault(long address, AccessKind kind) {
    return raisedBy(
        kind,
        switch (kind) {
          case EXECUTE -> 1;
          case READ, READ_EXECUTABLE -> 5;
          case WRITE -> 7;
        },
        address);
  }

  private long fetch() {
    long lower = translated(state.pc, 2, AccessKind.EXECUTE);
    return decoded(lower);
  }

  /** The instruction at the pc, whose first halfword is at this physical address. */
  long decoded(long lower) {
    bits = halfword(state.pc, lower);
    bits |= (bits & 3) == 3 ? halfword(state.pc + 2, upper()) << 16 : 0;
    return decodedFrom(bits);
  }

  /** The instruction that these bits are. */
  final long decodedFrom(long fetched) {
    bits = fetched;
    long packed = decode((int) fetched);
    if (packed == 0) {
      throw raise(2, fetched);
    }
    return packed;
  }

  /** The physical address of an instruction's second halfword. */
  final long upper() {
    return translated(state.pc + 2, 2, AccessKind.EXECUTE);
  }

  private long halfword(long address, long physical) {
    if (!bus().memory().contains(physical, 2)) {
      throw accessFault(address, AccessKind.EXECUTE);
    }
    executes(physical);
    return bus().memory().getShort(physical) & 0xffffL;
  }

  /** A halfword is about to be executed. */
  void executes(long physical) {}

  /** Memory is about to be written. */
  void overwrites(long physical, int bytes) {}

  /** Whether an SC fails; it must if nothing is reserved. */
  boolean fails(boolean isReserved) {
    return !isReserved;
  }

  @Override
  public final long instructionBits() {
    return bits;
  }

  @Override
  public void fenceI() {}

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {}

  /** What the loop around a hart asks of the definitions, as the evaluator has it. */
  private static final class ByEvaluator extends Altered {
    private static ReferenceHart of(Hart hart) {
      return (ReferenceHart) hart;
    }

    @Override
    public void takeTrap(
        Hart hart,
        long cause,
        long value,
        long interrupt,
        long guestPhysical,
        long instruction,
        long guestVirtual) {
      ReferenceHart reference = of(hart);
      reference.call(
          Traps.TAKE_TRAP, cause, value, interrupt, guestPhysical, instruction, guestVirtual);
      if (reference.watcher != null) {
        Trap trap =
            new Trap(
                interrupt != 0, (int) cause, value, guestPhysical, instruction, guestVirtual != 0);
        reference.watcher.trapped(hart.state.pc, trap);
      }
    }

    /** None is taken that is not enabled in {@code mie} (priv:mie): then it need not be asked. */
    @Override
    public long interruptToTake(Hart hart) {
      return hart.state.get(Rv64State.MIE) == 0
          ? NO_INTERRUPT
          : of(hart).call(Interrupts.INTERRUPT_TO_TAKE);
    }

    @Override
    public long wakeUp(Hart hart) {
      return of(hart).call(Interrupts.WAKE_UP);
    }
  }
}

package trapeze.fuzz.qemu;

import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Tracer;

/** Trapeze's hart, made step by step, which takes interrupts and values over from another. */
final class FollowedHart {
  private static final int OPCODE_MASK = 0x7f;
  private static final int EXTERNAL = 11;
  private static final Map<String, Integer> ADDRESSES =
      Rv64.SET.csrs().stream().collect(Collectors.toMap(Csr::name, Csr::address));

  private static final int SUPERVISOR = 9;
  private static final int TIMER = 7;

  private final Board board;
  private final DetachedHart hart;
  private final HartState before;
  private final Seen seen;
  private Outcome outcome = new Outcome.Running();
  private String reservation = "";
  private String behind = "";
  private final Set<Circumstance> happened = EnumSet.noneOf(Circumstance.class);

  FollowedHart(Board board, Tracer coverage) {
    this.board = board;
    this.hart = (DetachedHart) board.harts().getFirst();
    this.before = hart.state.copy();
    this.seen = new Seen(coverage);
    hart.trace(seen);
  }

  /** One step; what the registers held before it is for excuses. */
  Step step(long[] operands) {
    seen.packed = 0;
    seen.trap = null;
    before.copyFrom(hart.state);
    long pc = hart.state.pc;
    outcome = board.run(1);
    // A and D are updated by hardware on the other machine, always.
    hart.state.set(
        Rv64State.MENVCFG, hart.state.get(Rv64State.MENVCFG) | Rv64State.MENVCFG_ADUE.mask());
    hart.state.set(
        Rv64State.HENVCFG, hart.state.get(Rv64State.HENVCFG) | Rv64State.HENVCFG_ADUE.mask());
    Step step =
        new Step(
            pc,
            seen.packed,
            seen.trap,
            physical(operands),
            operands,
            0,
            reservation,
            0,
            behind,
            Set.of());
    if (step.mnemonic().startsWith("lr.")) {
      reservation = step.mnemonic();
    }
    if (step.mnemonic().startsWith("sc.") && hart.state.x[step.destination()] != 0) {
      happened.add(Circumstance.SC_HAS_FAILED);
    }
    if (seen.trap == null) {
      behind = step.mnemonic();
    }
    if (step.csr().equals("hgatp") || step.csr().equals("vsatp")) {
      happened.add(Circumstance.TABLES_SWITCHED);
    }
    if (before.get(Rv64State.VIRTUAL) != hart.state.get(Rv64State.VIRTUAL)) {
      happened.remove(Circumstance.TABLES_SWITCHED);
    }
    return step;
  }

  /** The last step, with what is needed to excuse a difference. */
  Step lookedUp(Step step) {
    HartState after = hart.state.copy();
    hart.state.copyFrom(before);
    try {
      Step known = new Surroundings(board, hart).of(step, instructionBits());
      if (known.trap() != null && known.isReadModifyWrite()) {
        happened.add(Circumstance.AMO_HAS_FAULTED);
      }
      if (!happened.contains(Circumstance.TABLES_SWITCHED)) {
        return known;
      }
      Set<Circumstance> all = EnumSet.of(Circumstance.TABLES_SWITCHED);
      all.addAll(known.circumstances());
      return known.with(known.bits(), known.reserved(), known.physical(), all);
    } finally {
      hart.state.copyFrom(after);
    }
  }

  /** The instruction that the hart is at, as it lies in memory; 0 if it cannot be fetched. */
  private int instructionBits() {
    try {
      return (int) hart.instructionBits();
    } catch (TrapSignal notFetched) {
      return 0;
    }
  }

  /** Whether the machine can do no more. */
  boolean isOver() {
    return !(outcome instanceof Outcome.Running) && !isIdle();
  }

  /** What has happened in the program so far. */
  Set<Circumstance> happened() {
    return happened;
  }

  /** Whether it waits for an interrupt. */
  boolean isIdle() {
    return outcome instanceof Outcome.Idle || hart.isWaiting();
  }

  /** The value of a control register, whoever may read it. */
  long csr(String name) {
    return hart.readCsr(Objects.requireNonNull(ADDRESSES.get(name), name));
  }

  /** Whether V is set. */
  boolean isVirtual() {
    return hart.state.get(Rv64State.VIRTUAL) != 0;
  }

  /** Where the load or store that retired went, as far as can be told behind it; else 0. */
  private long physical(long[] operands) {
    if (seen.packed == 0 || hart.isWaiting()) {
      return 0;
    }
    Instruction instruction =
        Rv64.SET.instructions().get(PackedInstruction.number(seen.packed) - 1);
    if (!isLoad(instruction)) {
      return 0;
    }
    long base = operands[(int) PackedInstruction.operand(seen.packed, Operand.RS1)];
    long offset =
        instruction.encoding().operands().contains(Operand.IMM)
            ? PackedInstruction.operand(seen.packed, Operand.IMM)
            : 0;
    boolean isGuests = Surroundings.isGuestAccess(instruction.encoding().match());
    long asGuest =
        AddressTranslation.VIRTUAL_MODE
            | ((hart.state.get(Rv64State.HSTATUS) & Rv64State.SPVP.mask()) != 0 ? 1 : 0);
    long mode = isGuests ? asGuest : hart.engine().definitions().dataMode(hart);
    long fault =
        hart.engine().definitions().translate(hart, base + offset, AccessKind.READ.ordinal(), mode);
    return fault == 63 ? hart.state.get(Rv64State.WALK_ADDRESS) : 0;
  }

  private static boolean isLoad(Instruction instruction) {
    int opcode = instruction.encoding().match() & OPCODE_MASK;
    return opcode == 0x03
        || opcode == 0x07
        || opcode == 0x2f
        || Surroundings.isGuestAccess(instruction.encoding().match());
  }

  /** Has an interrupt of a device pend that the other machine has taken; whether it is one. */
  boolean raise(int cause) {
    boolean isDevices = cause == TIMER || cause == SUPERVISOR || cause == EXTERNAL;
    if (isDevices) {
      hart.raised |= 1L << cause;
    }
    return isDevices;
  }

  /** Takes back what was raised and pends no more on the other machine. */
  void settleLines(long pending) {
    hart.raised &= pending;
    if (isIdle()) {
      hart.endWait();
      outcome = new Outcome.Running();
    }
  }

  /** Takes the last step back, and a trap instead of it. */
  void trapInstead(QemuLog.TrapTaken theirs) {
    hart.state.copyFrom(before);
    Trap ours = seen.trap;
    Trap trap =
        ours == null || theirs.interrupt()
            ? new Trap(theirs.interrupt(), theirs.cause(), theirs.value())
            : new Trap(
                false,
                theirs.cause(),
                theirs.value(),
                ours.guestPhysical(),
                ours.instruction(),
                ours.guestVirtual());
    hart.engine().definitions().takeTrap(hart, trap);
    behind = "";
  }

  /** Takes the last step back, which was a trap, and has the instruction retire as theirs did. */
  void retireInstead(QemuLog.State theirs) {
    hart.state.copyFrom(before);
    hart.state.pc = theirs.pc();
    System.arraycopy(theirs.x(), 1, hart.state.x, 1, 31);
    System.arraycopy(theirs.f(), 0, hart.state.f, 0, 32);
  }

  /** Has some bits of a place hold what they hold on the other machine. */
  void takeOver(String place, long value, long bits) {
    switch (place.charAt(0)) {
      case 'x' -> hart.state.x[Integer.parseInt(place.substring(1))] = value;
      case 'f' -> hart.state.f[Integer.parseInt(place.substring(1))] = value;
      default -> {
        StateVariable register =
            Rv64State.SPACE.variables(StateVariable.Kind.ARCHITECTURAL).stream()
                .filter(each -> each.name().equals(place))
                .findFirst()
                .orElseThrow();
        hart.state.set(register, hart.state.get(register) & ~bits | value & bits);
      }
    }
  }

  /**
   * A hart that no device interrupts, save by software: time and devices are not the same on two
   * machines.
   */
  static final class DetachedHart extends Hart {
    private static final long SOFTWARE = InterruptCause.MACHINE_SOFTWARE.bit();
    private long raised;

    DetachedHart(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    @Override
    public long lines() {
      return super.lines() & SOFTWARE | raised;
    }
  }

  /** The step that was made. */
  private static final class Seen implements Tracer {
    private final Tracer coverage;
    private long packed;
    private @Nullable Trap trap;

    Seen(Tracer coverage) {
      this.coverage = coverage;
    }

    @Override
    public void retired(long pc, long instruction) {
      packed = instruction;
      coverage.retired(pc, instruction);
    }

    @Override
    public void trapped(long pc, Trap taken) {
      trap = taken;
      coverage.trapped(pc, taken);
    }
  }
}

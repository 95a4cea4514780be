package trapeze.fuzz.qemu;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
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
  private static final int SUPERVISOR = 9;
  private static final int TIMER = 7;

  private static final int PAGE_BITS = 12;
  private static final int LEVEL_BITS = 9;
  private static final int SMALLEST_PAGING = 8;
  private static final long NUMBER = (1L << 44) - 1;
  private static final long RESERVED = -1L << 54;
  private static final long PERMISSIONS = 0xe;

  private final Board board;
  private final DetachedHart hart;
  private final HartState before;
  private final int[] csrs;
  private final Seen seen;
  private Outcome outcome = new Outcome.Running();
  private String reservation = "";
  private String behind = "";
  private boolean hasFailed;

  FollowedHart(Board board, Tracer coverage) {
    this.board = board;
    this.hart = (DetachedHart) board.harts().getFirst();
    this.before = hart.state.copy();
    this.csrs = QemuLog.CSRS.stream().mapToInt(name -> Rv64.SET.csr(name).address()).toArray();
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
    Step step =
        new Step(
            pc, seen.packed, seen.trap, physical(operands), operands, 0, reservation, 0, behind);
    if (step.mnemonic().startsWith("lr.")) {
      reservation = step.mnemonic();
    }
    if (step.mnemonic().startsWith("sc.") && hart.state.x[step.destination()] != 0) {
      hasFailed = true;
    }
    behind = step.mnemonic();
    return step;
  }

  /** The bits above the number of the page, of all entries on the way to an address. */
  private long reserved(long address) {
    long satp = hart.state.get(Rv64State.SATP);
    long bits = 0;
    long table = (satp & NUMBER) << PAGE_BITS;
    for (int level = (int) (satp >>> 60) - SMALLEST_PAGING + 2; level >= 0; level--) {
      long at = table + 8 * (address >>> PAGE_BITS + LEVEL_BITS * level & (1 << LEVEL_BITS) - 1);
      if (!board.memory().contains(at, 8)) {
        break;
      }
      long entry = board.memory().getLong(at);
      bits |= entry & RESERVED;
      if ((entry & 1) == 0 || (entry & PERMISSIONS) != 0) {
        break;
      }
      table = (entry >>> 10 & NUMBER) << PAGE_BITS;
    }
    return bits;
  }

  /** The last step, with the instruction as it lies in memory, if it can be fetched. */
  Step lookedUp(Step step) {
    HartState after = hart.state.copy();
    hart.state.copyFrom(before);
    Trap trap = step.trap();
    long reserved = trap == null ? 0 : reserved(trap.value());
    try {
      return step.with((int) hart.instructionBits(), reserved);
    } catch (TrapSignal notFetched) {
      return step.with(0, reserved);
    } finally {
      hart.state.copyFrom(after);
    }
  }

  /** Whether the machine can do no more. */
  boolean isOver() {
    return !(outcome instanceof Outcome.Running) && !isIdle();
  }

  /** Whether an SC has failed. */
  boolean hasFailed() {
    return hasFailed;
  }

  /** Whether it waits for an interrupt. */
  boolean isIdle() {
    return outcome instanceof Outcome.Idle || hart.isWaiting();
  }

  /** The value of a control register that the log shows, by its place there. */
  long csr(int index) {
    return hart.readCsr(csrs[index]);
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
    long mode = hart.engine().definitions().dataMode(hart);
    long fault =
        hart.engine().definitions().translate(hart, base + offset, AccessKind.READ.ordinal(), mode);
    return fault == 63 ? hart.state.get(Rv64State.WALK_ADDRESS) : 0;
  }

  private static boolean isLoad(Instruction instruction) {
    int opcode = instruction.encoding().match() & OPCODE_MASK;
    return opcode == 0x03 || opcode == 0x07 || opcode == 0x2f;
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
    long interrupt = theirs.interrupt() ? 1 : 0;
    hart.engine().definitions().takeTrap(hart, theirs.cause(), theirs.value(), interrupt);
    behind = "";
  }

  /** Takes the last step back, which was a trap, and has the instruction retire as theirs did. */
  void retireInstead(QemuLog.State theirs) {
    hart.state.copyFrom(before);
    hart.state.pc = theirs.pc();
    System.arraycopy(theirs.x(), 1, hart.state.x, 1, 31);
    System.arraycopy(theirs.f(), 0, hart.state.f, 0, 32);
  }

  /** Has a place hold what it holds on the other machine. */
  void takeOver(String place, long value) {
    switch (place.charAt(0)) {
      case 'x' -> hart.state.x[Integer.parseInt(place.substring(1))] = value;
      case 'f' -> hart.state.f[Integer.parseInt(place.substring(1))] = value;
      default ->
          hart.state.set(
              Rv64State.SPACE.variables(StateVariable.Kind.ARCHITECTURAL).stream()
                  .filter(each -> each.name().equals(place))
                  .findFirst()
                  .orElseThrow(),
              value);
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

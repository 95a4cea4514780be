package trapeze.laws;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.machine.engine.Reservation;
import trapeze.machine.engine.Tracer;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * What a virtual run chose where the manual leaves a choice, step by step of the guest: what it
 * executed and through which translations, as the real hart has them, be they stale; when it walked
 * the guest's tables; and which SC failed. Whatever it does not say was done afresh.
 */
class Choices extends Parts implements Tracer {
  private static final Set<String> CONDITIONAL = Set.of("sc.w", "sc.d");
  private static final long EBREAK = 0x10_0073;
  private static final int READABLE = 2;
  private static final int WRITABLE = 4;
  private static final int EXECUTABLE = 8;
  private static final int USER = 16;

  /** A walk of the guest's tables, for an address that the real tables did not have. */
  record Walk(long address, AccessKind kind) {}

  /** A page of the real tables that was there to be used: where it leads, and for what. */
  record Hit(long page, long guestPhysical, Set<AccessKind> kinds) {}

  /** What was chosen at one step. */
  static final class Choice {
    final List<Walk> walks = new ArrayList<>();
    final List<Hit> hits = new ArrayList<>();

    /** The instruction that the real hart executed; 0 if that is not known. */
    long packed;

    /** The bits that it trapped on; -1 if it did not, or they are not known. */
    long bits = -1;

    /** Whether an SC failed; nothing if there was none. */
    @Nullable Boolean failed;

    @Nullable Long physical(long address, AccessKind kind) {
      for (Hit hit : hits) {
        if (hit.page() == (address & -4096L) && hit.kinds().contains(kind)) {
          return hit.guestPhysical() + (address & 4095);
        }
      }
      return null;
    }

    private void forget() {
      hits.clear();
      packed = 0;
      bits = -1;
    }
  }

  private final Parts inner;
  private final Map<Long, Choice> bySteps = new HashMap<>();
  private @Nullable Hart real;
  private @Nullable Hart virtual;
  private @Nullable HostMap hostMap;
  private long settled;
  private long direct;

  /** Watches a monitor made of these parts. */
  Choices(Parts inner) {
    this.inner = inner;
  }

  /** What was chosen when the guest had made so many steps. */
  @Nullable Choice at(long steps) {
    return bySteps.get(steps);
  }

  /** The real hart, which tells what it is about to execute. */
  final Hart real(HartState state, Bus bus, Clock clock) {
    Hart hart = hart(new Real(this).engine(), state, bus, clock);
    real = hart;
    return hart;
  }

  /** What the real hart is; a subclass may have one with a fault. */
  Hart hart(Engine engine, HartState state, Bus bus, Clock clock) {
    return new Hart(engine, state, bus, clock);
  }

  /** The real hart has executed an instruction; a subclass may do what it should not have done. */
  void executed(Hart hart, Reservation before) {}

  /** Begins to watch, when the guest is there and before it runs. */
  final void begin(Hart guest) {
    virtual = guest;
    // What the monitor interprets it then translates and decodes afresh.
    guest.observe((address, bytes, kind, walk) -> {});
    real().trace(this);
    real().onTrap(this::exits);
  }

  private Hart real() {
    return Objects.requireNonNull(real);
  }

  private Hart virtual() {
    return Objects.requireNonNull(virtual);
  }

  @Override
  public Design design(Design asked) {
    return inner.design(asked);
  }

  @Override
  public Engine engine() {
    return new Virtual(this).engine();
  }

  @Override
  public ShadowSpaces spaces(Hardware hardware, Resources resources, Policy policy, HostMap map) {
    hostMap = map;
    // A page that is entered ahead was not walked for, and so no walk of it would be noted.
    return inner.spaces(
        hardware, resources, policy.looksAhead() ? Policy.CACHED : policy.withoutProtection(), map);
  }

  /** The choice at the guest's present step: the real hart may be some steps ahead. */
  private Choice now() {
    if (virtual().steps() != settled) {
      settled = virtual().steps();
      direct = 0;
    }
    return bySteps.computeIfAbsent(settled + direct, _ -> new Choice());
  }

  private void executes(Hart hart, long packed) {
    Choice choice = now();
    choice.forget();
    choice.packed = packed;
    noteHits(choice, hart.state.pc);
    noteHits(choice, hart.state.pc + PackedInstruction.length(packed) - 1);
    Instruction instruction = Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1);
    Set<Operand> operands = Set.copyOf(instruction.encoding().operands());
    if (operands.contains(Operand.RS1) && accessesMemory(instruction)) {
      long offset =
          operands.contains(Operand.IMM) ? PackedInstruction.operand(packed, Operand.IMM) : 0;
      long address = hart.state.x[(int) PackedInstruction.operand(packed, Operand.RS1)] + offset;
      noteHits(choice, address);
      noteHits(choice, address + 7);
    }
  }

  private static boolean accessesMemory(Instruction instruction) {
    return Traversal.statements(instruction.body())
        .anyMatch(
            each ->
                each instanceof Statement.Load
                    || each instanceof Statement.Store
                    || each instanceof Statement.Atomic
                    || each instanceof Statement.LoadReserved
                    || each instanceof Statement.StoreConditional);
  }

  private void noteHits(Choice choice, long address) {
    long satp = real().state.get(Rv64State.SATP);
    RealTables.Leaf leaf = new RealTables(real().bus().memory(), satp).find(address);
    long page = address & -4096L;
    if (leaf != null && choice.hits.stream().noneMatch(hit -> hit.page() == page)) {
      HostMap map = Objects.requireNonNull(hostMap);
      long physical = leaf.physical(page) - map.hostBase() + map.guestBase();
      Set<AccessKind> kinds = EnumSet.noneOf(AccessKind.class);
      Stream.of(AccessKind.values()).filter(kind -> isAllowed(leaf, kind)).forEach(kinds::add);
      choice.hits.add(new Hit(page, physical, kinds));
    }
  }

  /** Whether the real hart may make such an access through a leaf now. */
  private boolean isAllowed(RealTables.Leaf leaf, AccessKind kind) {
    HartState state = real().state;
    boolean supervisor = state.get(Rv64State.MODE) == 1;
    long status = state.get(Rv64State.MSTATUS);
    boolean sums = kind != AccessKind.EXECUTE && (status & Rv64State.SUM.mask()) != 0;
    if (leaf.allows(USER) ? supervisor && !sums : !supervisor) {
      return false;
    }
    return switch (kind) {
      case READ, READ_EXECUTABLE ->
          leaf.allows((status & Rv64State.MXR.mask()) == 0 ? READABLE : READABLE | EXECUTABLE);
      case WRITE -> leaf.allows(WRITABLE);
      case EXECUTE -> leaf.allows(EXECUTABLE);
    };
  }

  @Override
  public void retired(long pc, long packed) {
    if (CONDITIONAL.contains(Altered.name(packed))) {
      int register = (int) PackedInstruction.operand(packed, Operand.RD);
      now().failed = register == 0 || register == 32 ? null : real().state.x[register] != 0;
    }
    now();
    direct++;
  }

  @Override
  public void trapped(long pc, Trap trap) {}

  private void exits(Trap trap) {
    Choice choice = now();
    long pc = real().state.pc;
    switch (trap.cause()) {
      case 12 -> {
        choice.forget();
        noteHits(choice, pc);
        choice.walks.add(new Walk(trap.value(), AccessKind.EXECUTE));
      }
      case 13 -> choice.walks.add(new Walk(trap.value(), AccessKind.READ));
      case 15 -> choice.walks.add(new Walk(trap.value(), AccessKind.WRITE));
      case 2 -> {
        choice.forget();
        noteHits(choice, pc);
        noteHits(choice, pc + 2);
        choice.bits = trap.value();
      }
      case 3 -> choice.bits = choice.packed == 0 ? EBREAK : -1;
      default -> {}
    }
  }

  /** The monitor is about to interpret. */
  private void interprets(Hart hart) {
    now().forget();
    hart.stopAfterThis();
  }

  private static final class Real extends Altered {
    private final Choices choices;

    Real(Choices choices) {
      this.choices = choices;
    }

    @Override
    public long execute(Hart hart, long packed, long pc) {
      choices.executes(hart, packed);
      Reservation before = hart.reservation();
      long next = super.execute(hart, packed, pc);
      choices.executed(hart, before);
      return next;
    }
  }

  private static final class Virtual extends Altered {
    private final Choices choices;

    Virtual(Choices choices) {
      this.choices = choices;
    }

    @Override
    public void run(Hart hart) {
      choices.interprets(hart);
      super.run(hart);
    }
  }
}

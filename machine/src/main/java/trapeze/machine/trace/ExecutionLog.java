package trapeze.machine.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.engine.DataObserver;
import trapeze.machine.engine.Tracer;

/**
 * The steps of one hart, as values. Of a virtual hart it shows what its guest sees, whoever
 * executes the instructions, so that the log of a guest is that of the same program on the bare
 * machine.
 */
public final class ExecutionLog implements Tracer, DataObserver {
  private final Hart hart;
  private final int id;
  private final StepFilter filter;
  private final Consumer<Step> sink;
  private final Replay replay;
  private final List<Traits> traits;
  private final Map<StateVariable, Csr> storage = new HashMap<>();
  private final Map<Integer, Csr> byAddress = new HashMap<>();
  private final HartState before;
  private final List<Access> accesses = new ArrayList<>();
  private PrivilegeMode mode = PrivilegeMode.M;
  private boolean begun;
  private long number;
  private long bits;
  private long packed;

  private ExecutionLog(Hart hart, StepFilter filter, Consumer<Step> sink) {
    this.hart = hart;
    this.id = (int) hart.state.get(Rv64State.HART_ID);
    this.filter = filter;
    this.sink = sink;
    this.replay = new Replay(hart);
    this.traits = hart.engine().set().instructions().stream().map(Traits::of).toList();
    this.before = hart.state.copy();
    Map<String, Csr> byName = new HashMap<>();
    for (Csr csr : hart.engine().set().csrs()) {
      byName.put(csr.name(), csr);
      byAddress.put(csr.address(), csr);
    }
    for (StateVariable variable : hart.engine().set().state().variables(Kind.ARCHITECTURAL)) {
      Csr csr = byName.get(variable.name().replace(".offset", ""));
      if (csr != null) {
        storage.put(variable, csr);
      }
    }
  }

  /**
   * Gives a hart's steps to a sink from now on, on the thread that runs the hart.
   *
   * @param filter which of them
   */
  public static void attach(Hart hart, StepFilter filter, Consumer<Step> sink) {
    ExecutionLog log = new ExecutionLog(hart, filter, sink);
    log.mode = log.currentMode();
    if (filter.wants(log.id)) {
      hart.trace(log);
      hart.observeData(log);
    }
  }

  @Override
  public void begins(long pc, long itsBits, long itsPacked) {
    before.copyFrom(hart.state);
    mode = currentMode();
    number = hart.steps();
    bits = itsBits;
    packed = itsPacked;
    accesses.clear();
    begun = true;
  }

  @Override
  public void loaded(long address, long physical, int bytes, long value) {
    accesses.add(new Access(false, address, physical, bytes, value));
  }

  @Override
  public void stored(long address, long physical, int bytes, long value) {
    accesses.add(new Access(true, address, physical, bytes, value));
  }

  @Override
  public void retired(long pc, long itsPacked) {
    begun = false;
    Instruction instruction = instruction();
    if (filter.wants(number, mode, pc) && filter.wants(instruction)) {
      Traits its = traits.get(PackedInstruction.number(packed) - 1);
      Set<StateVariable> written =
          its.setsVariables() ? replay.written(before, its, packed, bits, accesses) : Set.of();
      sink.accept(
          new Step.Retired(
              id,
              number,
              mode,
              currentMode(),
              pc,
              fetched(),
              registers(its),
              written.isEmpty() ? List.of() : csrs(instruction, written.stream()),
              its.namesCsr() ? named(!written.isEmpty()) : null,
              List.copyOf(accesses)));
    }
    mode = currentMode();
  }

  @Override
  public void trapped(long pc, Trap trap) {
    PrivilegeMode handler = currentMode();
    var tell =
        handler == PrivilegeMode.M
            ? Stream.of(Rv64State.MSTATUS, Rv64State.MCAUSE, Rv64State.MTVAL, Rv64State.MEPC)
            : Stream.of(Rv64State.MSTATUS, Rv64State.SCAUSE, Rv64State.STVAL, Rv64State.SEPC);
    accept(pc, trap, handler, tell.map(this::write).toList());
  }

  @Override
  public void handedOver(long pc, Trap trap) {
    accept(pc, trap, null, List.of());
  }

  private void accept(long pc, Trap trap, @Nullable PrivilegeMode handler, List<CsrWrite> tell) {
    long step = hart.steps() - 1;
    if (filter.wants(step, mode, pc)) {
      Step.Fetched raiser = begun && !trap.interrupt() ? fetched() : null;
      sink.accept(new Step.Trapped(id, step, mode, handler, pc, raiser, trap, tell));
    }
    begun = false;
    mode = currentMode();
  }

  private PrivilegeMode currentMode() {
    return PrivilegeMode.of((int) hart.state.get(Rv64State.MODE));
  }

  private Instruction instruction() {
    return hart.engine().set().instructions().get(PackedInstruction.number(packed) - 1);
  }

  private Step.Fetched fetched() {
    return new Step.Fetched(instruction(), bits, PackedInstruction.length(packed));
  }

  /** The general registers that the definition assigns; what retires has assigned them. */
  private List<RegisterWrite> registers(Traits instruction) {
    List<RegisterWrite> found = new ArrayList<>(1);
    for (Operand register : instruction.integers()) {
      int place = (int) PackedInstruction.operand(packed, register);
      if (place != 0 && place != HartState.SINK) {
        found.add(new RegisterWrite(false, place, hart.state.x[place]));
      }
    }
    for (Operand register : instruction.floats()) {
      int place = (int) PackedInstruction.operand(packed, register);
      found.add(new RegisterWrite(true, place, hart.state.f[place]));
    }
    return found;
  }

  /** That the floating-point state is marked dirty is a write only where it was not dirty yet. */
  private List<CsrWrite> csrs(Instruction instruction, Stream<StateVariable> written) {
    boolean statusChanged = before.get(Rv64State.MSTATUS) != hart.state.get(Rv64State.MSTATUS);
    return written
        .filter(storage::containsKey)
        .filter(
            variable ->
                variable != Rv64State.MSTATUS || statusChanged || !isOnlyMarked(instruction))
        .map(this::write)
        .sorted(Comparator.comparingInt(write -> -write.csr().address()))
        .toList();
  }

  /** Whether all that an instruction does to {@code mstatus} is to mark FS. */
  private boolean isOnlyMarked(Instruction instruction) {
    Csr csr = operand();
    Stream<Field> fields = statusFields(instruction.body());
    if (csr != null) {
      fields = Stream.concat(fields, statusFields(csr.write().body()));
    }
    return fields.allMatch(Rv64State.FS::equals);
  }

  private static Stream<Field> statusFields(List<Statement> body) {
    return Traversal.statements(body)
        .flatMap(
            statement ->
                switch (statement) {
                  case Statement.Set(Field field, var _)
                      when field.variable() == Rv64State.MSTATUS ->
                      Stream.of(field);
                  case Statement.Perform(Routine routine, var _) -> statusFields(routine.body());
                  default -> Stream.of();
                });
  }

  private CsrWrite write(StateVariable variable) {
    Csr csr = Objects.requireNonNull(storage.get(variable));
    return new CsrWrite(csr, hart.readCsr(csr.address()));
  }

  private @Nullable Csr operand() {
    return instruction().encoding().operands().contains(Operand.CSR)
        ? byAddress.get((int) PackedInstruction.operand(packed, Operand.CSR))
        : null;
  }

  private Step.@Nullable CsrAccess named(boolean written) {
    Csr csr = operand();
    return csr == null ? null : new Step.CsrAccess(csr, written, hart.readCsr(csr.address()));
  }
}

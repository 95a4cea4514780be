package trapeze.proofs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.monitor.design.TrapAndEmulate;

/**
 * One step of the diagram on concrete values, by the evaluator: a legal state, an instruction, and
 * both ways round.
 */
final class ConcreteStep {
  private static final int ECALL = 0x73;

  /** To make one takes longer than a thousand steps. */
  private static final Map<InstructionSet, Decoder> DECODERS =
      Collections.synchronizedMap(new IdentityHashMap<>());

  private final Machines machines;
  private final Random random;
  private final long answers;

  /** The instruction, as bits. */
  final int bits;

  /** The state before. */
  final HartState before;

  /** What the bare machine asks of its surroundings, in order. */
  List<String> bareEvents = List.of();

  /** What the real hart and the monitor ask, in order. */
  List<String> monitoredEvents = List.of();

  ConcreteStep(Machines machines, Instance instance, long seed) {
    this.machines = machines;
    this.random = new Random(seed);
    this.answers = random.nextLong();
    this.before = legalState(machines.bare(), random);
    Map<Operand, Long> operands = new TreeMap<>();
    for (Operand operand : instance.in(machines.bare()).encoding().operands()) {
      operands.put(operand, random.nextInt(4) == 0 ? 0 : random.nextLong());
    }
    instance.csr().ifPresent(csr -> operands.put(Operand.CSR, (long) csr.address()));
    this.bits = instance.in(machines.bare()).encoding().assemble(operands);
  }

  /** A state that its machine's own writes of control registers have led to; without H. */
  static HartState legalState(InstructionSet set, Random random) {
    HartState state = new HartState(Rv64State.SPACE);
    state.set(Rv64State.WIDEST_PAGING, 8 + random.nextInt(3));
    state.set(Rv64State.ASID_MASK, 0xffff >>> random.nextInt(17));
    state.set(Rv64State.HAS_SVADU, random.nextInt(2));
    state.set(Rv64State.HAS_SSTC, random.nextInt(2));
    state.set(Rv64State.HAS_TIME, random.nextInt(2));
    state.set(Rv64State.MODE, 3);
    Evaluator evaluator = new Evaluator(set, state, new Answers(random.nextLong()));
    for (Csr csr : HypervisorLevel.othersOf(set)) {
      if (random.nextBoolean()) {
        long some = random.nextLong();
        evaluator.call(csr.write(), random.nextLong() & some);
      }
    }
    state.set(Rv64State.MODE, List.of(0, 1, 3).get(random.nextInt(3)));
    for (int i = 1; i < 32; i++) {
      state.x[i] = random.nextBoolean() ? random.nextLong() : random.nextInt(64);
    }
    for (int i = 0; i < 32; i++) {
      state.f[i] = random.nextBoolean() ? random.nextLong() : random.nextLong() | -1L << 32;
    }
    state.pc = random.nextLong() & ~1L;
    return state;
  }

  /** Whether loads and stores act in the mode of fetches, so that the real hart is used. */
  boolean isDirect() {
    HartState state = before.copy();
    Evaluator evaluator = new Evaluator(machines.monitor(), state, surroundings(0));
    long dataMode = evaluator.call(machines.monitor().routine("dataMode"));
    return dataMode == state.get(Rv64State.MODE);
  }

  /** Whether these bits are an instruction: an operand may have had an excluded value. */
  boolean isInstruction() {
    return decode(machines.bare()) != 0;
  }

  private long decode(InstructionSet set) {
    return decode(set, bits);
  }

  private static long decode(InstructionSet set, int bits) {
    return DECODERS.computeIfAbsent(set, Decoder::new).decode(bits);
  }

  /** Surroundings that answer alike, but for what no machine shares. */
  private Answers surroundings(long apart) {
    Answers made = new Answers(answers);
    made.bits = bits & 0xffff_ffffL;
    for (Input input : Input.values()) {
      made.inputs.put(input, (answers >>> input.ordinal()) + apart);
    }
    return made;
  }

  /** The bare machine's next state, its trap entered. */
  HartState bare() {
    HartState state = before.copy();
    Answers environment = surroundings(0);
    Evaluator evaluator = new Evaluator(machines.bare(), state, environment);
    Trap trap = execute(evaluator, decode(machines.bare()));
    enter(machines.bare(), evaluator, trap);
    bareEvents = environment.events;
    return state;
  }

  /** Whether the bare machine's instruction raises an exception; the state is then that at it. */
  @Nullable Trap raised(HartState state) {
    return execute(new Evaluator(machines.bare(), state, surroundings(0)), decode(machines.bare()));
  }

  /** The virtual state behind the step, by the real hart and what is done about its trap. */
  HartState monitored() {
    HartState virtual = before.copy();
    Answers asked = surroundings(0);
    Evaluator monitor = new Evaluator(machines.monitor(), virtual, asked);
    HartState real = project(virtual, monitor);
    Answers directly = surroundings(random.nextLong());
    Trap trap = execute(new Evaluator(machines.real(), real, directly), decode(machines.real()));
    save(real, virtual, monitor);
    List<String> events = new ArrayList<>(directly.events);
    if (trap != null) {
      events.clear();
      enter(machines.monitor(), monitor, handle(trap, monitor));
      events.addAll(asked.events);
    }
    monitoredEvents = events;
    return virtual;
  }

  /** What the dispatcher makes of a trap: the trap that the guest is to see, or null. */
  private @Nullable Trap handle(Trap trap, Evaluator monitor) {
    return switch (TrapAndEmulate.EXITS.of(trap.cause())) {
      case EMULATE -> execute(monitor, decode(machines.monitor(), (int) trap.value()));
      case EMULATE_ECALL -> execute(monitor, decode(machines.monitor(), ECALL));
      default -> trap;
    };
  }

  private HartState project(HartState virtual, Evaluator monitor) {
    HartState real = new HartState(Rv64State.SPACE);
    for (Deprivileging.Fixed fixed : Deprivileging.CONFIGURATION) {
      real.set(fixed.variable(), fixed.value());
    }
    long left = random.nextLong() & Rv64State.FS.mask();
    real.set(Rv64State.MSTATUS, call(monitor, "projectedStatus", left));
    real.set(Rv64State.SENVCFG, call(monitor, "projectedEnvironment"));
    real.set(Rv64State.SATP, random.nextLong());
    System.arraycopy(virtual.x, 0, real.x, 0, 32);
    real.pc = virtual.pc;
    for (int i = 0; i < 32; i++) {
      real.f[i] = random.nextLong();
    }
    real.set(Rv64State.FFLAGS, random.nextLong());
    real.set(Rv64State.FRM, random.nextLong());
    if (call(monitor, "lendsFloatingPoint") != 0) {
      copyFloatingPoint(virtual, real);
    }
    return real;
  }

  private void save(HartState real, HartState virtual, Evaluator monitor) {
    System.arraycopy(real.x, 0, virtual.x, 0, 32);
    virtual.pc = real.pc;
    long status = real.get(Rv64State.MSTATUS);
    virtual.set(Rv64State.MSTATUS, call(monitor, "savedStatus", status));
    if (call(monitor, "returnsFloatingPoint", status) != 0) {
      copyFloatingPoint(real, virtual);
    }
  }

  private static void copyFloatingPoint(HartState from, HartState to) {
    System.arraycopy(from.f, 0, to.f, 0, 32);
    to.set(Rv64State.FFLAGS, from.get(Rv64State.FFLAGS));
    to.set(Rv64State.FRM, from.get(Rv64State.FRM));
  }

  private long call(Evaluator evaluator, String routine, long... arguments) {
    return evaluator.call(machines.monitor().routine(routine), arguments);
  }

  private static void enter(InstructionSet set, Evaluator evaluator, @Nullable Trap trap) {
    if (trap != null) {
      evaluator.call(set.routine("takeTrap"), trap.cause(), trap.value(), 0, 0, 0, 0);
    }
  }

  private static @Nullable Trap execute(Evaluator evaluator, long packed) {
    try {
      evaluator.execute(packed);
      return null;
    } catch (TrapSignal raised) {
      return raised.trap();
    }
  }
}

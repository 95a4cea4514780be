package trapeze.isa.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.ControlAndStatus;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/**
 * What the terms say happens in a state is what the evaluator does there: state, trap, result and
 * what is asked of the surroundings.
 */
class SymbolicExecutionTest {
  /** A walk in two stages has hundreds of ends; only those of one stage are executed. */
  private static final Assumptions ONE_STAGE = Assumptions.none().with(Rv64State.HAS_HYPERVISOR, 0);

  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private final SymbolicExecution execution = new SymbolicExecution(Rv64.SET);
  private final Random random = new Random(20261122);

  @Test
  void instructionsDoWhatTheEvaluatorDoes() {
    for (Instruction instruction : Rv64.SET.instructions()) {
      if (ControlAndStatus.instructions().contains(instruction)) {
        continue;
      }
      Outcome outcome = execution.execute(instruction, known(instruction));
      for (int i = 0; i < 40; i++) {
        check(instruction, Map.of(), outcome, state(instruction));
      }
    }
  }

  @Test
  void everyRegisterIsReadAndWrittenAsTheEvaluatorDoes() {
    for (Instruction instruction : ControlAndStatus.instructions()) {
      for (Csr csr : Rv64.SET.csrs()) {
        Outcome outcome =
            execution.execute(instruction, Assumptions.none().with(Operand.CSR, csr.address()));
        for (int i = 0; i < 8; i++) {
          check(instruction, Map.of(Operand.CSR, (long) csr.address()), outcome);
        }
      }
      Outcome unknown = execution.execute(instruction, Assumptions.none().with(Operand.CSR, 0xfff));
      assertThat(unknown.alwaysRaises()).isTrue();
      check(instruction, Map.of(Operand.CSR, 0xfffL), unknown);
    }
  }

  @Test
  void routinesDoWhatTheEvaluatorDoes() {
    for (Routine routine : Rv64.SET.routines()) {
      boolean walks = routine.name().equals("translate");
      Outcome outcome = execution.call(routine, walks ? ONE_STAGE : Assumptions.none());
      for (int i = 0; i < 300; i++) {
        HartState before = state();
        before.set(Rv64State.HAS_HYPERVISOR, walks ? 0 : random.nextInt(2));
        check(routine, outcome, before);
      }
    }
  }

  @Test
  void whatIsAssumedOfTheStateIsUsed() {
    for (Instruction instruction : Rv64.SET.instructions()) {
      if (ControlAndStatus.instructions().contains(instruction)) {
        continue;
      }
      long mode = random.nextInt(4);
      long fs = random.nextInt(4);
      Outcome outcome =
          execution.execute(
              instruction, known(instruction).with(Rv64State.MODE, mode).with(Rv64State.FS, fs));
      for (int i = 0; i < 4; i++) {
        HartState before = state(instruction);
        before.set(Rv64State.MODE, mode);
        before.set(
            Rv64State.MSTATUS,
            before.get(Rv64State.MSTATUS) & ~Rv64State.FS.mask() | fs << Rv64State.FS.low());
        check(instruction, Map.of(), outcome, before);
      }
    }
  }

  @Test
  void termsStaySmall() {
    execution.call(Rv64.SET.routine("translate"), ONE_STAGE);
    assertThat(execution.terms().size()).isLessThan(100_000);
  }

  private void check(Instruction instruction, Map<Operand, Long> fixed, Outcome outcome) {
    check(instruction, fixed, outcome, state());
  }

  private void check(
      Instruction instruction, Map<Operand, Long> fixed, Outcome outcome, HartState before) {
    int bits = bits(instruction, fixed);
    long packed = DECODER.decode(bits);
    long seed = random.nextLong();
    var theirs = new AnsweringEnvironment(seed, bits & 0xffff_ffffL);
    HartState after = copy(before);
    @Nullable Trap trap = null;
    try {
      new Evaluator(Rv64.SET, after, theirs).execute(packed);
    } catch (TrapSignal signal) {
      trap = signal.trap();
    }
    var mine = new AnsweringEnvironment(seed, bits & 0xffff_ffffL);
    Replay replay = new Replay(before, packed, mine);
    replay.run(outcome);
    compare("%s (%08x)".formatted(instruction, bits), replay, mine, after, trap, theirs);
  }

  private void check(Routine routine, Outcome outcome, HartState before) {
    long seed = random.nextLong();
    var theirs = new AnsweringEnvironment(seed, 0);
    var mine = new AnsweringEnvironment(seed, 0);
    HartState after = copy(before);
    Replay replay = new Replay(before, 0, mine);
    long[] arguments = new long[routine.parameters().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(routine.parameters().get(i).width());
      if (routine.name().equals("translate") && i == 0 && random.nextInt(4) > 0) {
        arguments[0] = arguments[0] << 25 >> 25;
      }
      replay.bind(routine.parameters().get(i), arguments[i]);
    }
    long result = new Evaluator(Rv64.SET, after, theirs).call(routine, arguments);
    assertThat(replay.run(outcome)).as(routine.name()).isEqualTo(result);
    compare(routine.name(), replay, mine, after, null, theirs);
  }

  private static void compare(
      String what,
      Replay replay,
      AnsweringEnvironment mine,
      HartState after,
      @Nullable Trap trap,
      AnsweringEnvironment theirs) {
    assertThat(mine.asked).as(what).isEqualTo(theirs.asked);
    assertThat(replay.trap).as(what).isEqualTo(trap);
    assertThat(replay.after.differences(after)).as(what).isEmpty();
    assertThat(replay.after.scratch).as(what).isEqualTo(after.scratch);
  }

  /** What is assumed of an instruction: one stage, if it translates an address itself. */
  private static Assumptions known(Instruction instruction) {
    return translates(instruction) ? ONE_STAGE : Assumptions.none();
  }

  private HartState state(Instruction instruction) {
    HartState state = state();
    if (translates(instruction)) {
      state.set(Rv64State.HAS_HYPERVISOR, 0);
    }
    return state;
  }

  private static boolean translates(Instruction instruction) {
    return Traversal.calls(instruction.body()).anyMatch(AddressTranslation.TRANSLATE::equals);
  }

  /** Few registers, so that operands often name the same one. */
  private int bits(Instruction instruction, Map<Operand, Long> fixed) {
    while (true) {
      Map<Operand, Long> operands = new EnumMap<>(Operand.class);
      for (Operand operand : Operand.values()) {
        operands.put(
            operand,
            operand.isRegister() ? random.nextInt(4) : random.nextLong() >> random.nextInt(64));
      }
      operands.put(Operand.ZIMM, (long) random.nextInt(4));
      operands.putAll(fixed);
      int bits = instruction.encoding().assemble(operands);
      long packed = DECODER.decode(bits);
      if (packed != 0
          && Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1) == instruction) {
        return bits;
      }
    }
  }

  private HartState state() {
    HartState state = new HartState(Rv64State.SPACE);
    for (Kind kind : Kind.values()) {
      for (StateVariable variable : Rv64State.SPACE.variables(kind)) {
        state.set(variable, value(variable.width()));
      }
    }
    for (int i = 1; i < 32; i++) {
      state.x[i] = value(64);
      state.f[i] = value(64) | (random.nextBoolean() ? 0xffff_ffff_0000_0000L : 0);
    }
    state.pc = value(64);
    if (random.nextBoolean()) {
      long paging = 8L + random.nextInt(3);
      state.set(Rv64State.SATP, state.get(Rv64State.SATP) >>> 4 | paging << 60);
    }
    if (random.nextBoolean()) {
      state.set(Rv64State.PMPCFG0, 0x1f);
      state.set(Rv64State.pmpaddr(0), -1);
    }
    return state;
  }

  private long value(int width) {
    long value =
        switch (random.nextInt(5)) {
          case 0 -> 0;
          case 1 -> -1;
          case 2 -> fewBits();
          default -> random.nextLong() >>> random.nextInt(64);
        };
    return width == 64 ? value : value & ((1L << width) - 1);
  }

  private long fewBits() {
    long bits = random.nextLong();
    bits &= random.nextLong();
    return bits & random.nextLong();
  }

  private static HartState copy(HartState before) {
    HartState made = before.copy();
    System.arraycopy(before.scratch, 0, made.scratch, 0, made.scratch.length);
    return made;
  }
}

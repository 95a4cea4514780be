package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.AQ;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RL;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.DebugModule.Halt;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.debug.Trigger;
import trapeze.machine.debug.Triggers;

/** Breakpoints, watchpoints and steps, on the bare machine and in a virtual one. */
class HaltingTest extends Pitfalls {
  private static final long FAR = 1000;

  private void arm(Trigger.Kind kind, long address, long length) {
    Triggers triggers = Triggers.of(List.of(new Trigger(kind, address, length)));
    hart(hart -> hart.haltAt(triggers));
  }

  /** Both have halted for a trigger, at the same place, in the same state. */
  private void expectHalt(Trigger.Kind kind, long pc) {
    twins.run(FAR);
    twins.both(
        board -> {
          Halt halt = Objects.requireNonNull(board.debug().takeHalt());
          assertThat(halt.reason())
              .isInstanceOfSatisfying(
                  HaltReason.Triggered.class,
                  why -> assertThat(why.trigger().kind()).isEqualTo(kind));
          assertThat(board.harts().getFirst().state.pc).isEqualTo(pc);
          board.debug().resume();
        });
    twins.areSame();
  }

  private void expectNoHalt() {
    twins.run(FAR);
    twins.both(board -> assertThat(board.debug().takeHalt()).isNull());
    twins.areSame();
  }

  private void pass() {
    hart(hart -> hart.step(0, 0));
    twins.run(FAR);
    twins.both(
        board -> {
          assertThat(Objects.requireNonNull(board.debug().takeHalt()).reason())
              .isEqualTo(HaltReason.STEPPED);
          board.debug().resume();
        });
  }

  @Test
  void aHartHaltsBeforeTheInstructionEachTime() {
    twins.code(
        BASE,
        code ->
            code.put("addi", RD, 5, RS1, 5, IMM, 1)
                .put("addi", RD, 5, RS1, 5, IMM, 2)
                .put("jal", IMM, -8));
    twins.run(10);
    arm(Trigger.Kind.EXECUTE, CODE + 4, 1);
    expectHalt(Trigger.Kind.EXECUTE, CODE + 4);
    expectHalt(Trigger.Kind.EXECUTE, CODE + 4);
    pass();
    expectHalt(Trigger.Kind.EXECUTE, CODE + 4);
    assertThat(twins.hart().steps()).isEqualTo(13);
    hart(hart -> hart.haltAt(null));
    expectNoHalt();
  }

  @Test
  void aBreakpointIsAVirtualAddress() {
    twins.code(BASE, code -> code.put("addi", RD, 5, RS1, 5, IMM, 1).put("jal", IMM, -4));
    arm(Trigger.Kind.EXECUTE, USER_CODE, 1);
    expectNoHalt();
    inUser();
    expectHalt(Trigger.Kind.EXECUTE, USER_CODE);
  }

  @Test
  void emulatedInstructionsAreHaltedAt() {
    twins.code(
        BASE,
        code ->
            code.csrw("sscratch", 6).csrr(7, "sscratch").put("sfence.vma").put("jal", IMM, -12));
    for (long pc = CODE; pc <= CODE + 8; pc += 4) {
      arm(Trigger.Kind.EXECUTE, pc, 1);
      expectHalt(Trigger.Kind.EXECUTE, pc);
    }
  }

  @Test
  void interpretedInstructionsAreHaltedAt() {
    twins
        .map(PAGE, Twins.UART, Twins.ALL)
        .code(BASE, code -> code.put("lbu", RD, 8, RS1, 6, IMM, 5).put("jal", IMM, -4));
    arm(Trigger.Kind.EXECUTE, CODE, 1);
    expectHalt(Trigger.Kind.EXECUTE, CODE);
    arm(Trigger.Kind.LOAD, PAGE + 5, 1);
    expectHalt(Trigger.Kind.LOAD, CODE + 4);
    arm(Trigger.Kind.EXECUTE, CODE + 4, 1);
    expectHalt(Trigger.Kind.EXECUTE, CODE + 4);
  }

  @Test
  void aTrapIsAStep() {
    twins.code(BASE, code -> code.put("ecall"));
    inUser();
    pass();
    assertThat(twins.hart().state.pc).isEqualTo(HANDLER);
    twins.areSame();
  }

  @Test
  void aStepMayGoOnInARange() {
    twins.code(
        BASE,
        code ->
            code.put("addi", RD, 5, RS1, 5, IMM, 1)
                .put("addi", RD, 5, RS1, 5, IMM, 1)
                .put("addi", RD, 5, RS1, 5, IMM, 1)
                .stay());
    hart(hart -> hart.step(CODE, CODE + 12));
    twins.run(FAR);
    assertThat(twins.hart().state.pc).isEqualTo(CODE + 12);
    assertThat(twins.hart().steps()).isEqualTo(3);
    twins.areSame();
  }

  private void store(Consumer<Code> instruction, long watched) {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .map(PAGE + 0x1000, DATA + 0x1000, Twins.ALL)
        .x(7, -1)
        .both(board -> board.harts().getFirst().state.set(Rv64State.MSTATUS, FS_DIRTY))
        .code(
            BASE,
            code -> {
              instruction.accept(code);
              code.stay();
            });
    arm(Trigger.Kind.STORE, watched, 1);
    expectHalt(Trigger.Kind.STORE, CODE + 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sb", "sh", "sw", "sd", "fsd", "fsw"})
  void storesOfEveryWidthAreSeen(String mnemonic) {
    store(code -> code.put(mnemonic, RS1, 6, RS2, 7, IMM, 8), PAGE + 8);
  }

  @Test
  void aStoreThatIsMisalignedIsSeenByItsLastByte() {
    store(code -> code.put("sd", RS1, 6, RS2, 7, IMM, 3), PAGE + 10);
  }

  @Test
  void aStoreThatCrossesIntoAnotherPageIsSeenThere() {
    hart(hart -> hart.state.x[6] = PAGE + 0xffc);
    store(code -> code.put("sd", RS1, 6, RS2, 7, IMM, 0), PAGE + 0x1003);
  }

  @Test
  void atomicsAreSeenAsLoadAndStore() {
    for (Trigger.Kind kind : List.of(Trigger.Kind.LOAD, Trigger.Kind.STORE, Trigger.Kind.ACCESS)) {
      HaltingTest each = new HaltingTest();
      each.mapCode();
      each.twins
          .map(PAGE, DATA, Twins.ALL)
          .code(BASE, code -> code.put("amoadd.d", RD, 8, RS1, 6, RS2, 7, AQ, 0, RL, 0).stay());
      each.arm(kind, PAGE + 7, 1);
      each.expectHalt(kind, CODE + 4);
    }
  }

  @Test
  void aStoreConditionalIsSeenIfItStores() {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .code(
            BASE,
            code ->
                code.put("sc.d", RD, 8, RS1, 6, RS2, 7)
                    .put("lr.d", RD, 8, RS1, 6)
                    .put("sc.d", RD, 8, RS1, 6, RS2, 7)
                    .stay());
    arm(Trigger.Kind.STORE, PAGE, 8);
    expectHalt(Trigger.Kind.STORE, CODE + 12);
    assertThat(twins.hart().state.x[8]).isZero();
  }

  @Test
  void compressedAccessesAreSeen() {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .x(8, PAGE)
        .both(board -> board.memory().putShort(BASE, (short) 0xe400)) // c.sd s0, 8(s0)
        .both(board -> board.memory().putShort(BASE + 2, (short) 0xa001)); // c.j to itself
    arm(Trigger.Kind.STORE, PAGE + 8, 8);
    expectHalt(Trigger.Kind.STORE, CODE + 2);
  }

  @Test
  void whatIsBesideIsNotSeen() {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .code(
            BASE,
            code ->
                code.put("sd", RS1, 6, RS2, 7, IMM, 8)
                    .put("ld", RD, 8, RS1, 6, IMM, 16)
                    .put("jal", IMM, -8));
    arm(Trigger.Kind.STORE, PAGE + 16, 8);
    expectNoHalt();
    arm(Trigger.Kind.LOAD, PAGE + 8, 8);
    expectNoHalt();
    arm(Trigger.Kind.LOAD, PAGE + 16, 1);
    expectHalt(Trigger.Kind.LOAD, CODE + 8);
  }

  @Test
  void anAccessThatFaultsIsNotSeen() {
    twins
        .map(PAGE, DATA, VALID | READ | ACCESSED)
        .code(BASE, code -> code.put("sd", RS1, 6, RS2, 7, IMM, 0));
    arm(Trigger.Kind.STORE, PAGE, 8);
    expectNoHalt();
    assertThat(twins.hart().traps()).isEqualTo(1);
  }

  /** Whatever a debugger halts and steps, its guest comes to the same state at the same step. */
  @Property(tries = 60)
  void beingDebuggedChangesNothing(
      @ForAll @Size(max = 12) List<@IntRange(max = 40) Integer> watched,
      @ForAll @IntRange(min = 1, max = 3) int stride) {
    HaltingTest debugged = busy();
    HaltingTest left = busy();
    left.twins.run(FAR);
    List<Trigger> triggers =
        watched.stream()
            .map(
                at ->
                    at % stride == 0
                        ? new Trigger(Trigger.Kind.EXECUTE, CODE + 4L * at, 1)
                        : new Trigger(Trigger.Kind.ACCESS, PAGE + at, 1))
            .toList();
    debugged.hart(hart -> hart.haltAt(Triggers.of(triggers)));
    debugged.twins.both(HaltingTest::steppingOverEach);
    assertThat(debugged.twins.hart().state.differences(left.twins.hart().state)).isEmpty();
    assertThat(debugged.twins.hart().traps()).isEqualTo(left.twins.hart().traps());
    debugged.twins.areSame();
  }

  private static HaltingTest busy() {
    HaltingTest made = new HaltingTest();
    made.mapCode();
    made.twins
        .map(PAGE, DATA, Twins.ALL)
        .x(7, 1)
        .code(
            BASE,
            code ->
                code.put("sd", RS1, 6, RS2, 7, IMM, 8)
                    .put("amoadd.d", RD, 8, RS1, 6, RS2, 7)
                    .put("lr.d", RD, 9, RS1, 6)
                    .put("sc.d", RD, 9, RS1, 6, RS2, 8)
                    .csrw("sscratch", 8)
                    .csrr(10, "cycle")
                    .put("ecall")
                    .put("ld", RD, 7, RS1, 6, IMM, 3)
                    .put("jal", IMM, -32))
        .code(
            HANDLER,
            code ->
                code.csrr(5, "mepc").put("addi", RD, 5, RS1, 5, IMM, 4).csrw("mepc", 5).put("mret"))
        .both(board -> board.harts().getFirst().writeCsr(Code.csr("mcounteren"), 7));
    return made;
  }

  private static void steppingOverEach(Board board) {
    Hart hart = board.harts().getFirst();
    while (board.steps() < FAR) {
      board.run(FAR - board.steps());
      Halt halt = board.debug().takeHalt();
      if (halt != null) {
        hart.step(0, 0);
        board.debug().resume();
      }
    }
    assertThat(board.steps()).isEqualTo(FAR);
  }
}

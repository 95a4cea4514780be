package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.monitor.design.Design;

/**
 * A guest's kernel and its programs in modes of the real hart that it tells apart itself, over
 * shadow tables: what that alone can get wrong.
 */
abstract class OwnModesTest {
  private static final long BASE = Twins.BASE;
  private static final long KERNEL = 0x5000;
  private static final long PROGRAM = 0x6000;
  private static final long DATA = 0x7000;
  private static final int VALID = 1;
  private static final int READ = 2;
  private static final int WRITE = 4;
  private static final int EXECUTE = 8;
  private static final int USER = 0x10;
  private static final int USED = 0xc0;
  private static final long FS = Rv64State.FS.mask();
  private static final long SSIP = 1 << 1;

  private final Twins twins;

  OwnModesTest(Design design) {
    twins = new Twins(design).supervisor();
    twins
        .map(KERNEL, BASE, VALID | READ | EXECUTE | USED)
        .map(PROGRAM, BASE + 0x1000, VALID | READ | EXECUTE | USER | USED)
        .map(DATA, BASE + 0x2000, VALID | READ | WRITE | USER | USED);
    state(
        state -> {
          state.pc = KERNEL;
          state.set(Rv64State.MEDELEG, -1);
          state.set(Rv64State.MIDELEG, 0x222);
        });
  }

  private Twins state(Consumer<HartState> change) {
    return twins.both(board -> change.accept(board.harts().getFirst().state));
  }

  /** What the monitor saw of it, by cause. */
  private Map<String, Long> exits() {
    return twins.hart().accounting().exitsByCause();
  }

  @Test
  void systemCallsGoToTheGuestsKernelWithoutAnExit() {
    state(state -> state.set(Rv64State.STVEC, KERNEL + 8))
        .x(5, PROGRAM)
        .code(
            BASE,
            code ->
                code.csrw("sepc", 5)
                    .put("sret")
                    .put("addi", RD, 6, RS1, 6, IMM, 1)
                    .csrw("sepc", 5)
                    .put("sret"))
        .code(BASE + 0x1000, code -> code.put("ecall"))
        .run(1002);
    assertThat(twins.hart().state.x[6]).isEqualTo(250);
    assertThat(twins.hart().accounting().delegatedByCause())
        .containsExactly(Map.entry("environment call from U-mode", 250L));
    assertThat(exits()).containsExactly(Map.entry("instruction page fault", 2L));
    twins.areSame();
  }

  @Test
  void aTrapThatIsNotTheMonitorsIsShownAtItsStepWithTheStateBeforeIt() {
    StringBuilder seen = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    note(twins.bare.harts().getFirst(), expected);
    note(twins.hart(), seen);
    state(state -> state.set(Rv64State.STVEC, KERNEL))
        .code(BASE, code -> code.put("addi", RD, 6, RS1, 6, IMM, 1).put("ecall"))
        .run(30);
    assertThat(seen.toString()).isEqualTo(expected.toString()).contains("6 steps, x6 = 3");
  }

  private static void note(Hart hart, StringBuilder to) {
    hart.onTrap(
        trap ->
            to.append(
                "%s, %d steps, x6 = %d, pc %x\n"
                    .formatted(trap.title(), hart.steps(), hart.state.x[6], hart.state.pc)));
  }

  @Test
  void anInterruptThatTheKernelEnablesIsTakenBehindThatInstruction() {
    state(
            state -> {
              state.set(Rv64State.STVEC, KERNEL + 0x100);
              state.set(Rv64State.MIE, SSIP);
              state.set(Rv64State.MIP, SSIP);
            })
        .x(5, 2)
        .code(BASE, code -> code.put("csrrs", RD, 0, CSR, Code.csr("sstatus"), RS1, 5).stay())
        .code(BASE + 0x100, code -> code.put("csrrc", CSR, Code.csr("sip"), RS1, 5).stay())
        .run(10);
    assertThat(twins.hart().accounting().delegatedByCause())
        .containsExactly(Map.entry("supervisor software interrupt", 1L));
    assertThat(twins.hart().state.get(Rv64State.MIP)).isZero();
    twins.areSame();
  }

  @Test
  void whatIsPendingCanBeReadAndOnlySoftwaresOwnBitWritten() {
    state(state -> state.set(Rv64State.MIP, 0x220))
        .x(5, 0x222)
        .code(
            BASE,
            code ->
                code.csrr(6, "sip")
                    .put("csrrc", CSR, Code.csr("sip"), RS1, 5)
                    .csrr(7, "sip")
                    .put("csrrs", CSR, Code.csr("sip"), RS1, 5)
                    .csrr(8, "sip")
                    .stay())
        .run(10);
    assertThat(twins.hart().state.x[8]).isEqualTo(0x222);
    twins.areSame();
  }

  @Test
  void aKernelThatPollsItsTimerSeesItAtTheStepOfTheBareMachine() {
    state(
            state -> {
              state.set(Rv64State.MENVCFG, Rv64State.MENVCFG_STCE.mask());
              state.set(Rv64State.STIMECMP, 7);
            })
        .code(
            BASE,
            code ->
                code.put("addi", RD, 6, RS1, 6, IMM, 1)
                    .csrr(7, "sip")
                    .put("beq", RS1, 7, RS2, 0, IMM, -8)
                    .stay())
        .run(5000);
    assertThat(twins.hart().state.x[6]).isGreaterThan(10);
    assertThat(twins.hart().state.x[7]).isEqualTo(1 << 5);
    assertThat(exits()).containsOnlyKeys("instruction page fault");
    twins.areSame();
  }

  @Test
  void floatingPointStateComesBackThoughTheKernelHasSwitchedTheUnitOffAgain() {
    twins
        .x(5, FS)
        .x(7, 0x4000_0000)
        .code(
            BASE,
            code ->
                code.put("csrrs", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("fmv.w.x", RD, 1, RS1, 7)
                    .put("csrrc", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("csrrs", RD, 8, CSR, Code.csr("satp"))
                    .put("csrrs", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("fmv.x.w", RD, 9, RS1, 1)
                    .stay())
        .run(20);
    assertThat(twins.hart().state.x[9]).isEqualTo(0x4000_0000);
    assertThat(twins.hart().state.f[1]).isEqualTo(0xffff_ffff_4000_0000L);
    twins.areSame();
  }

  @Test
  void sumOpensAndClosesUsersPagesWithoutAnExit() {
    state(state -> state.set(Rv64State.STVEC, KERNEL + 0x100))
        .x(5, Rv64State.SUM.mask())
        .x(6, DATA)
        .code(
            BASE,
            code ->
                code.put("csrrs", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("sd", RS1, 6, RS2, 5, IMM, 0)
                    .put("csrrc", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("ld", RD, 7, RS1, 6, IMM, 0)
                    .put("addi", RD, 8, RS1, 0, IMM, 1))
        .code(BASE + 0x100, code -> code.csrr(9, "scause").stay())
        .run(20);
    assertThat(twins.hart().state.x[8]).isZero();
    assertThat(twins.hart().state.x[9]).isEqualTo(13);
    twins.areSame();
  }

  @Test
  void mxrReadsNothingThatProtectionForbids() {
    long only = 0x8000;
    twins.map(only, BASE + 0x3000, VALID | EXECUTE | USED);
    state(
            state -> {
              // One page that may be executed and not read, in front of all else.
              state.set(Rv64State.pmpaddr(1), state.get(Rv64State.pmpaddr(0)));
              state.set(Rv64State.pmpaddr(0), (BASE + 0x3000) >>> 2 | 0x1ff);
              state.set(Rv64State.PMPCFG0, 0x1f1c);
              state.set(Rv64State.MSTATUS, Rv64State.MXR.mask());
              state.set(Rv64State.MEDELEG, 0);
            })
        .x(5, only)
        .code(BASE, code -> code.put("jalr", RD, 1, RS1, 5).put("ld", RD, 7, RS1, 5).stay())
        .code(BASE + 0x3000, code -> code.put("jalr", RS1, 1))
        .code(BASE + 0x8000, code -> code.csrr(9, "mcause").stay())
        .run(12);
    assertThat(twins.hart().state.x[9]).isEqualTo(5);
    twins.areSame();
  }

  @Test
  void withoutTranslationBothModesReachAllOfMemory() {
    state(
            state -> {
              state.set(Rv64State.SATP, 0);
              state.set(Rv64State.STVEC, BASE + 0x100);
              state.pc = BASE;
            })
        .x(5, BASE + 0x1000)
        .x(6, BASE + 0x4000)
        .code(BASE, code -> code.csrw("sepc", 5).put("sret"))
        .code(
            BASE + 0x1000,
            code -> code.put("sd", RS1, 6, RS2, 5, IMM, 0).put("ld", RD, 7, RS1, 6).put("ecall"))
        .code(
            BASE + 0x100,
            code ->
                code.put("ld", RD, 8, RS1, 6)
                    .put("sd", RS1, 6, RS2, 6, IMM, 8)
                    .csrw("sepc", 5)
                    .put("sret"))
        .run(100);
    assertThat(twins.hart().state.x[8]).isEqualTo(BASE + 0x1000);
    twins.areSame();
  }

  @Test
  void cachesMayBeManagedWhereTheKernelMayOnlyRead() {
    twins.map(DATA, BASE + 0x2000, VALID | READ | USED);
    state(state -> state.set(Rv64State.MENVCFG, 0x70))
        .x(6, DATA)
        .code(BASE, code -> code.put("cbo.flush", RS1, 6).put("addi", RD, 7, RS1, 0, IMM, 1))
        .run(2);
    assertThat(twins.hart().state.x[7]).isOne();
    twins.areSame();
  }

  @Test
  void theGuestsOwnTsrTrapsItsKernelsReturn() {
    state(
            state -> {
              state.set(Rv64State.MSTATUS, Rv64State.TSR.mask());
              state.set(Rv64State.MEDELEG, 0);
            })
        .code(BASE, code -> code.put("sret"))
        .code(BASE + 0x8000, code -> code.csrr(9, "mcause").stay())
        .run(5);
    assertThat(twins.hart().state.x[9]).isEqualTo(2);
    twins.areSame();
  }
}

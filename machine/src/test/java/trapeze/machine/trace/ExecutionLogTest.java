package trapeze.machine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.AQ;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RL;
import static trapeze.isa.ir.Operand.RM;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.machine.SmallMachine.BASE;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.text.Disassembler;
import trapeze.machine.SmallMachine;

/** The lines of a log, and that writing them changes nothing. */
class ExecutionLogTest {
  private static final int MSTATUS = 0x300;
  private static final int SSTATUS = 0x100;
  private static final int FFLAGS = 1;
  private static final long HANDLER = BASE + 0x100;
  private static final LineFormat SPIKE = new SpikeFormat(null, Symbols.NONE);
  private static final LineFormat SAIL =
      new SailFormat(new Disassembler(Rv64.SET), new Symbols(Map.of("start", BASE)));

  private final SmallMachine machine = new SmallMachine();
  private final StringBuilder log = new StringBuilder();

  private List<String> run(LineFormat format, int steps) {
    return run(format, StepFilter.ALL, steps);
  }

  private List<String> run(LineFormat format, StepFilter filter, int steps) {
    ExecutionLog.attach(machine.hart, filter, step -> format.append(step, log));
    machine.hart.run(steps);
    return log.toString().lines().toList();
  }

  @Test
  void aRegisterIsShownThoughItKeepsItsValue() {
    machine.at(BASE).put("auipc", RD, 5, IMM, 0).put("addi", RD, 12, RS1, 12, IMM, 0);
    assertThat(run(SPIKE, 2))
        .containsExactly(
            "core   0: 3 0x0000000080000000 (0x00000297) x5  0x0000000080000000",
            "core   0: 3 0x0000000080000004 (0x00060613) x12 0x0000000000000000");
  }

  @Test
  void shortInstructionsHaveFourDigits() {
    machine.at(BASE).half(0x0505);
    assertThat(run(SPIKE, 1))
        .containsExactly("core   0: 3 0x0000000080000000 (0x0505) x10 0x0000000000000001");
  }

  @Test
  void memoryIsShownByVirtualAddressWithWhatWasStored() {
    machine.state.x[10] = BASE + 0x200;
    machine.state.x[11] = -2;
    machine
        .at(BASE)
        .put("sw", RS1, 10, RS2, 11, IMM, 4)
        .put("lh", RD, 12, RS1, 10, IMM, 4)
        .put("amoadd.w", RD, 13, RS1, 10, RS2, 11, AQ, 0, RL, 0);
    assertThat(run(SPIKE, 3))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(") mem 0x0000000080000204 0xfffffffe"),
            line -> assertThat(line).endsWith(" x12 0xfffffffffffffffe mem 0x0000000080000204"),
            line ->
                assertThat(line)
                    .endsWith(
                        " x13 0x0000000000000000 mem 0x0000000080000200"
                            + " mem 0x0000000080000200 0xfffffffe"));
  }

  @Test
  void aViewOfARegisterIsShownAsTheRegister() {
    machine.state.x[10] = 2;
    machine
        .at(BASE)
        .put("csrrs", RD, 5, CSR, SSTATUS, RS1, 10)
        .put("csrrs", RD, 6, CSR, SSTATUS, RS1, 0);
    assertThat(run(SPIKE, 2))
        .satisfiesExactly(
            line -> assertThat(line).contains(" x5  0x").contains(" c768_mstatus 0x"),
            line -> assertThat(line).contains(" x6  0x").doesNotContain("c768"));
  }

  @Test
  void theFloatingPointStateIsMarkedOnceAndFlagsAreShownWhenRaised() {
    machine.state.set(Rv64State.MSTATUS, 1 << 13);
    machine.state.x[10] = 3;
    machine
        .at(BASE)
        .put("fcvt.d.l", RD, 1, RS1, 10, RM, 0)
        .put("fdiv.d", RD, 2, RS1, 1, RS2, 0, RM, 0)
        .put("fdiv.d", RD, 2, RS1, 1, RS2, 0, RM, 0)
        .put("csrrw", RD, 0, CSR, FFLAGS, RS1, 0);
    assertThat(run(SPIKE, 4))
        .satisfiesExactly(
            line -> assertThat(line).contains(" c768_mstatus ").doesNotContain("fflags"),
            line -> assertThat(line).contains(" c1_fflags 0x0000000000000008 f2 "),
            line -> assertThat(line).contains(" c1_fflags 0x0000000000000008 f2 "),
            line -> assertThat(line).endsWith("(0x00101073) c1_fflags 0x0000000000000000"));
  }

  @Test
  void exceptionsAreNamedAsSpikeDoes() {
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.at(BASE).put("ecall");
    machine.at(HANDLER).put("ld", RD, 5, RS1, 0, IMM, 8);
    assertThat(run(SPIKE, 2))
        .containsExactly(
            "core   0: exception trap_machine_ecall, epc 0x0000000080000000",
            "core   0: exception trap_load_access_fault, epc 0x0000000080000100",
            "core   0:           tval 0x0000000000000008");
  }

  @Test
  void sailsLines() {
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.state.x[10] = BASE + 0x200;
    machine
        .at(BASE)
        .put("sd", RS1, 10, RS2, 10, IMM, 0)
        .put("csrrw", RD, 5, CSR, MSTATUS, RS1, 0)
        .put("ecall");
    assertThat(run(SAIL, 3))
        .containsExactly(
            "[0] [M]: 0x0000000080000000 (0x00A53023) sd a0, 0(a0)".concat(" ".repeat(27))
                + "    start+0",
            "mem[W,0x0000000080000200] <- 0x0000000080000200",
            "[1] [M]: 0x0000000080000004 (0x300012F3) csrrw t0, mstatus, zero"
                    .concat(" ".repeat(16))
                + "    start+4",
            "CSR mstatus (0x300) -> 0x0000000A00000000",
            "CSR mstatus (0x300) <- 0x0000000A00000000",
            "x5 <- 0x0000000A00000000",
            "[2] [M]: 0x0000000080000008 (0x00000073) ecall".concat(" ".repeat(34)) + "    start+8",
            "trapping from M to M to handle m-call",
            "handling exc#m-call at priv M with tval 0x0000000000000000",
            "CSR mstatus (0x300) <- 0x0000000A00001800",
            "CSR mcause (0x342) <- 0x000000000000000B",
            "CSR mtval (0x343) <- 0x0000000000000000",
            "CSR mepc (0x341) <- 0x0000000080000008");
  }

  @Test
  void filtersLetThroughWhatTheySay() {
    machine.state.set(Rv64State.MTVEC, BASE);
    machine
        .at(BASE)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("sub", RD, 6, RS1, 6, RS2, 5)
        .put("ecall");
    StepFilter all = StepFilter.ALL;
    StepFilter filter =
        new StepFilter(
            all.harts(),
            all.modes(),
            BASE + 4,
            -1,
            4,
            6,
            instruction -> instruction.name().equals("sub"),
            false);
    assertThat(run(SPIKE, filter, 12))
        .satisfiesExactly(
            line -> assertThat(line).contains("0x0000000080000004"),
            line -> assertThat(line).contains("exception trap_machine_ecall"));
  }

  @Test
  void aLogLeavesTranslationsAsTheyAre() {
    SmallMachine plain = new SmallMachine();
    for (SmallMachine each : List.of(machine, plain)) {
      prepareStaleTranslation(each);
    }
    run(SPIKE, 4);
    plain.hart.run(4);
    assertThat(machine.state.differences(plain.state)).isEmpty();
    assertThat(machine.state.x[6]).isEqualTo(0x1111);
  }

  /** In S: a load through a page whose entry is changed, and not fenced, and the load again. */
  private static void prepareStaleTranslation(SmallMachine machine) {
    long root = BASE + 0x10000;
    machine.openProtection();
    machine.mapPage(root, BASE, SmallMachine.leaf(BASE, 0xcf));
    machine.memory.putLong(root + 0x2000 + 8 * 8, SmallMachine.leaf(BASE + 0x8000, 0xc7));
    machine.memory.putLong(root + 0x2000 + 8 * 9, SmallMachine.leaf(root + 0x2000, 0xc7));
    machine.memory.putLong(BASE + 0x8000, 0x1111);
    machine.state.set(Rv64State.SATP, 8L << 60 | root >>> 12);
    machine.state.set(Rv64State.MODE, 1);
    machine.state.x[10] = BASE + 0x8000;
    machine.state.x[11] = BASE + 0x9000 + 8 * 8;
    machine
        .at(BASE)
        .put("ld", RD, 5, RS1, 10, IMM, 0)
        .put("sd", RS1, 11, RS2, 0, IMM, 0)
        .put("ld", RD, 6, RS1, 10, IMM, 0)
        .put("ld", RD, 7, RS1, 10, IMM, 0);
  }
}

package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.ir.Operand.ZIMM;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.engine.Tracer;

/** Steps, budgets, traps and interrupts of one hart. */
class HartStepsTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long HANDLER = BASE + 0x2000;
  private static final int MCYCLE = 0xb00;
  private static final int MINSTRET = 0xb02;

  private final SmallMachine machine = new SmallMachine();
  private final Hart hart = machine.hart;

  /** Counts in x5, stores, loads, writes a device, reads counters and traps, for ever. */
  private static SmallMachine busy() {
    SmallMachine machine = new SmallMachine();
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.state.x[6] = BASE + 0x3000;
    machine.state.x[7] = SmallMachine.DEVICE;
    Assembler code = machine.at(BASE);
    code.put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("sd", RS1, 6, RS2, 5, IMM, 0)
        .put("ld", RD, 8, RS1, 6, IMM, 0)
        .put("sw", RS1, 7, RS2, 8, IMM, 4)
        .put("lw", RD, 9, RS1, 7, IMM, 4)
        .put("csrrs", RD, 10, CSR, MINSTRET, RS1, 0)
        .put("add", RD, 11, RS1, 11, RS2, 10)
        .put("csrrs", RD, 10, CSR, MCYCLE, RS1, 0)
        .put("add", RD, 11, RS1, 11, RS2, 10)
        .put("ecall");
    code.put("jal", RD, 0, IMM, BASE - code.here());
    machine
        .at(HANDLER)
        .put("csrrs", RD, 12, CSR, 0x341, RS1, 0)
        .put("addi", RD, 12, RS1, 12, IMM, 4)
        .put("csrrw", RD, 0, CSR, 0x341, RS1, 12)
        .put("mret");
    return machine;
  }

  @Property(tries = 300)
  void budgetsStopExactlyWhereverTheyFall(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 0, max = 40) Integer> budgets) {
    SmallMachine pieces = busy();
    SmallMachine whole = busy();
    long total = 0;
    for (int budget : budgets) {
      assertThat(pieces.hart.run(budget)).isEqualTo(Stop.BUDGET);
      total += budget;
      assertThat(pieces.hart.steps()).isEqualTo(total);
    }
    whole.hart.run(total);
    assertThat(pieces.state.differences(whole.state)).isEmpty();
    assertThat(pieces.hart.traps()).isEqualTo(whole.hart.traps());
    assertThat(pieces.registers).isEqualTo(whole.registers);
  }

  @Test
  void tracingChangesNothing() {
    SmallMachine traced = busy();
    SmallMachine plain = busy();
    List<Long> retired = new ArrayList<>();
    List<Trap> traps = new ArrayList<>();
    traced.hart.trace(
        new Tracer() {
          @Override
          public void retired(long pc, long packed) {
            retired.add(pc);
          }

          @Override
          public void trapped(long pc, Trap trap) {
            traps.add(trap);
          }
        });
    traced.hart.run(500);
    plain.hart.run(500);
    assertThat(traced.state.differences(plain.state)).isEmpty();
    assertThat(retired.size() + traps.size()).isEqualTo(500);
    assertThat(traps).hasSize((int) plain.hart.traps()).hasSizeGreaterThan(10);
    assertThat(retired.subList(0, 3)).containsExactly(BASE, BASE + 4, BASE + 8);
  }

  @Test
  void countersAreExactInTheMiddleOfABlock() {
    machine
        .at(BASE)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("csrrs", RD, 6, CSR, MINSTRET, RS1, 0)
        .put("addi", RD, 5, RS1, 5, IMM, 1)
        .put("csrrs", RD, 7, CSR, MCYCLE, RS1, 0);
    hart.run(5);
    assertThat(machine.state.x[6]).isEqualTo(2);
    assertThat(machine.state.x[7]).isEqualTo(4);
  }

  @Test
  void aTrapIsAStepThatRetiresNothing() {
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.at(BASE).put("ecall");
    machine.at(HANDLER).put("csrrs", RD, 6, CSR, MINSTRET, RS1, 0);
    hart.run(1);
    assertThat(machine.state.pc).isEqualTo(HANDLER);
    assertThat(hart.retired()).isZero();
    hart.run(1);
    assertThat(machine.state.x[6]).isZero();
    assertThat(hart.steps()).isEqualTo(2);
  }

  @Test
  void aFaultAtTheVectorStillCountsSteps() {
    machine.state.set(Rv64State.MTVEC, 0);
    machine.at(BASE).put("ecall");
    hart.run(100);
    assertThat(hart.traps()).isEqualTo(100);
    assertThat(machine.state.get(Rv64State.MCAUSE)).isEqualTo(1);
  }

  @Test
  void aResidentIsGivenTheTrapAndAnUntouchedState() {
    hart.hasResident(true);
    machine.state.set(Rv64State.MODE, 0);
    machine.openProtection();
    machine.at(BASE).put("addi", RD, 5, RS1, 5, IMM, 1).put("csrrw", CSR, 0x300, RS1, 5);
    Stop stop = hart.run(100);
    assertThat(stop)
        .isEqualTo(
            new Stop.Trapped(
                Trap.exception(
                    ExceptionCause.ILLEGAL_INSTRUCTION,
                    Assembler.bits("csrrw", CSR, 0x300, RS1, 5))));
    assertThat(machine.state.pc).isEqualTo(BASE + 4);
    assertThat(machine.state.get(Rv64State.MODE)).isZero();
    assertThat(hart.steps()).isEqualTo(2);
    assertThat(hart.retired()).isEqualTo(1);
  }

  @Test
  void anInterruptEnabledByAnInstructionIsTakenBeforeTheNext() {
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.state.set(Rv64State.MIE, InterruptCause.MACHINE_SOFTWARE.bit());
    hart.line(InterruptCause.MACHINE_SOFTWARE).set(true);
    machine.at(BASE).put("csrrsi", CSR, 0x300, ZIMM, 8);
    machine.at(BASE + 4).put("addi", RD, 5, RS1, 5, IMM, 1);
    hart.run(2);
    assertThat(machine.state.x[5]).isZero();
    assertThat(machine.state.pc).isEqualTo(HANDLER);
    assertThat(machine.state.get(Rv64State.MEPC)).isEqualTo(BASE + 4);
  }

  @Test
  void aDeadlineIsKeptToTheStep() {
    machine.state.set(Rv64State.MTVEC, HANDLER);
    machine.state.set(Rv64State.MIE, InterruptCause.MACHINE_TIMER.bit());
    machine.state.set(Rv64State.MSTATUS, 8);
    machine.at(BASE).put("jal", IMM, 0);
    hart.deadline(
        () -> {
          hart.line(InterruptCause.MACHINE_TIMER).set(hart.steps() >= 37);
          return hart.steps() < 37 ? 37 - hart.steps() : Long.MAX_VALUE;
        });
    hart.run(37);
    assertThat(machine.state.pc).isEqualTo(BASE);
    hart.run(1);
    assertThat(machine.state.pc).isEqualTo(HANDLER);
  }

  @Test
  void waitingEndsWithAPendingInterruptThatIsEnabledInMieAlone() {
    machine.at(BASE).put("wfi").put("addi", RD, 5, RS1, 5, IMM, 1).put("jal", IMM, 0);
    machine.state.set(Rv64State.MIE, InterruptCause.MACHINE_EXTERNAL.bit());
    assertThat(hart.run(100)).isEqualTo(Stop.WAITING);
    assertThat(hart.steps()).isEqualTo(1);
    assertThat(machine.state.pc).isEqualTo(BASE + 4);
    assertThat(hart.run(100)).isEqualTo(Stop.WAITING);
    hart.line(InterruptCause.MACHINE_EXTERNAL).set(true);
    assertThat(hart.run(3)).isEqualTo(Stop.BUDGET);
    assertThat(machine.state.x[5]).isEqualTo(1);
    assertThat(hart.steps()).isEqualTo(4);
  }

  @Test
  void aRequestStopsTheHart() {
    machine.at(BASE).put("jal", IMM, 0);
    hart.requestStop();
    assertThat(hart.run(100)).isEqualTo(Stop.REQUESTED);
    assertThat(hart.run(100)).isEqualTo(Stop.BUDGET);
    assertThat(hart.steps()).isEqualTo(100);
  }
}

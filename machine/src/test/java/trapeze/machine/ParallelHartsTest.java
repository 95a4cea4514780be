package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/** Harts of one memory on threads of their own. */
class ParallelHartsTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long COUNTERS = BASE + 0x8000;
  private static final int ROUNDS = 50_000;
  private static final int HARTS = 2;

  private final PhysicalMemory memory =
      PhysicalMemory.allocate(Arena.ofAuto(), BASE, SmallMachine.SIZE);
  private final Bus bus = Bus.with(memory).build();

  private Hart hart(int id) {
    HartState state = SmallMachine.state();
    state.set(Rv64State.HART_ID, id);
    state.pc = BASE;
    Hart made = new Hart(state, bus, () -> 0);
    made.runsInParallel(true);
    return made;
  }

  @Test
  void atomicsAndReservationsLoseNoIncrement() throws InterruptedException {
    new Assembler(memory, BASE)
        .put("addi", RD, 7, RS1, 0, IMM, 1)
        .put("amoadd.d", RD, 0, RS1, 6, RS2, 7)
        .put("addi", RD, 8, RS1, 6, IMM, 8)
        .put("lr.w", RD, 9, RS1, 8)
        .put("addi", RD, 9, RS1, 9, IMM, 1)
        .put("sc.w", RD, 9, RS1, 8, RS2, 9)
        .put("bne", RS1, 9, RS2, 0, IMM, -12)
        .put("addi", RD, 5, RS1, 5, IMM, -1)
        .put("bne", RS1, 5, RS2, 0, IMM, -28)
        .put("wfi");
    List<Thread> threads =
        IntStream.range(0, HARTS)
            .mapToObj(this::hart)
            .map(
                hart -> {
                  hart.state.x[5] = ROUNDS;
                  hart.state.x[6] = COUNTERS;
                  return Thread.ofPlatform().start(() -> untilWaiting(hart));
                })
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(memory.getLong(COUNTERS)).isEqualTo(HARTS * ROUNDS);
    assertThat(memory.getInt(COUNTERS + 8)).isEqualTo(HARTS * ROUNDS);
  }

  private static void untilWaiting(Hart hart) {
    while (!(hart.run(1_000_000) instanceof Stop.Waiting)) {}
  }

  @Test
  void aLineRaisedByAnotherThreadIsNoticed() throws InterruptedException {
    Hart hart = hart(0);
    hart.state.set(Rv64State.MTVEC, BASE + 0x100);
    hart.state.set(Rv64State.MIE, InterruptCause.MACHINE_SOFTWARE.bit());
    hart.state.set(Rv64State.MSTATUS, 8);
    new Assembler(memory, BASE).put("jal", IMM, 0);
    new Assembler(memory, BASE + 0x100).put("csrrw", CSR, 0x304, RS1, 0).put("wfi");
    CountDownLatch running = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  running.countDown();
                  untilWaiting(hart);
                });
    running.await();
    hart.line(InterruptCause.MACHINE_SOFTWARE).set(true);
    thread.join();
    assertThat(hart.state.get(Rv64State.MCAUSE)).isEqualTo(1L << 63 | 3);
  }
}

package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.shadow.Policy;

/** A timer goes off at its step, however often the monitor is entered before it. */
class TimeTest {
  private static final long BASE = Twins.BASE;
  private static final long HANDLER = BASE + 0x8000;
  private static final long MTIME = 0x0200_bff8L;
  private static final long MTIMECMP = 0x0200_4000L;
  private static final int MIE = 8;
  private static final int MACHINE_TIMER = 1 << 7;
  private static final int STEPS_PER_TICK = 10;

  /** Counts, with an exit in each round, until the timer goes off. */
  private static Twins counting(long now, long due) {
    return new Twins()
        .both(
            board -> {
              board.bus().write(MTIME, 8, now);
              board.bus().write(MTIMECMP, 8, due);
              Hart hart = board.harts().getFirst();
              hart.state.set(Rv64State.MTVEC, HANDLER);
              hart.state.set(Rv64State.MIE, MACHINE_TIMER);
              hart.state.set(Rv64State.MSTATUS, MIE);
            })
        .code(
            BASE,
            code ->
                code.put("addi", RD, 7, RS1, 7, IMM, 1)
                    .put("csrrs", RD, 8, CSR, Code.csr("mscratch"))
                    .put("jal", IMM, -8))
        .code(HANDLER, Code::stay);
  }

  @Provide
  Arbitrary<Long> times() {
    return Arbitraries.longs().edgeCases(edges -> edges.add(Long.MAX_VALUE - 100, Long.MIN_VALUE));
  }

  @Property(tries = 40)
  void theTimerGoesOffAtItsStepWhateverTheTimeIs(
      @ForAll("times") long now, @ForAll @LongRange(min = 1, max = 500) long ticks) {
    Twins twins = counting(now, now + ticks);
    boolean wraps = Long.compareUnsigned(now + ticks, now) < 0;
    long steps = wraps ? 0 : ticks * STEPS_PER_TICK;
    twins.run(steps + 50);
    assertThat(twins.hart().traps()).isEqualTo(1);
    assertThat(twins.hart().state.x[7]).isEqualTo((steps + 2) / 3);
    twins.areSame();
  }

  @Test
  void aTimerThatIsDueIsSoNoMoreWhenTimeWrapsAround() {
    Twins twins = counting(-5, -7);
    twins.both(board -> board.harts().getFirst().state.set(Rv64State.MSTATUS, 0));
    twins.run(5 * STEPS_PER_TICK - 1);
    assertThat(twins.hart().readCsr(Code.csr("mip"))).isEqualTo(MACHINE_TIMER);
    twins.run(2);
    assertThat(twins.hart().readCsr(Code.csr("mip"))).isZero();
    twins.areSame();
  }

  @Test
  void hartsTakeTheirTurnsAtTheSameSteps() {
    Twins twins = new Twins(Board.Configuration.USUAL.withHarts(3), Policy.FLUSH);
    twins
        .code(
            BASE,
            code ->
                code.put("addi", RD, 7, RS1, 7, IMM, 1)
                    .put("csrrs", RD, 8, CSR, Code.csr("mcycle"))
                    .put("csrrs", RD, 9, CSR, Code.csr("time"))
                    .put("jal", IMM, -12))
        .run(20_001)
        .run(7);
    assertThat(twins.virtual.harts()).allMatch(hart -> hart.retired() > 6000);
    twins.areSame();
  }

  @Test
  void aWaitEndsAtTheStepOfItsTimer() {
    Twins twins =
        counting(0, 1000)
            .code(BASE, code -> code.put("wfi").csrr(9, "time").stay())
            .both(board -> board.harts().getFirst().state.set(Rv64State.MSTATUS, 0))
            .run(20_000);
    assertThat(twins.hart().state.x[9]).isEqualTo(1000);
    twins.areSame();
  }
}

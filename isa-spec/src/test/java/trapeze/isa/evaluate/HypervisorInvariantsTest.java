package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Csr;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Invariants.Invariant;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/**
 * The invariants with the hypervisor extension present: random writes, traps and returns break
 * none. The proofs are about machines without it.
 */
class HypervisorInvariantsTest {
  private static final int STEPS = 4000;
  private static final List<Integer> RETURNS = List.of(0x3020_0073, 0x1020_0073);

  private final Random random = new Random(2017);

  @Test
  void nothingThatAHartDoesBreaksOne() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    Evaluator evaluator = new Evaluator(Rv64.SET, hart.hart, hart.environment);
    List<Csr> csrs = Rv64.SET.csrs().stream().filter(csr -> !csr.readOnly()).toList();
    List<Routine> invariants =
        Invariants.ALL.stream().map(HypervisorInvariantsTest::asked).toList();
    for (int i = 0; i < STEPS; i++) {
      String did = step(hart, csrs);
      for (int k = 0; k < invariants.size(); k++) {
        assertThat(evaluator.call(invariants.get(k)))
            .as("%s, after %s", Invariants.ALL.get(k).name(), did)
            .isOne();
      }
    }
  }

  private String step(HypervisorHart hart, List<Csr> csrs) {
    if (random.nextInt(4) > 0) {
      Csr csr = csrs.get(random.nextInt(csrs.size()));
      long written = random.nextBoolean() ? random.nextLong() : -1L << random.nextInt(64);
      hart.hart.x[6] = written;
      return "writing %x to %s in %s, which raised %d"
          .formatted(
              written, csr, hart.mode(), hart.causeOf(HypervisorHart.writing(csr.address())));
    }
    if (random.nextBoolean()) {
      boolean interrupt = random.nextBoolean();
      int cause = random.nextInt(interrupt ? 13 : 24);
      hart.take(new Trap(interrupt, cause, random.nextLong(), random.nextLong(), 0, true));
      return "trap %d to %s".formatted(cause, hart.mode());
    }
    hart.causeOf(RETURNS.get(random.nextInt(RETURNS.size())));
    return "a return to " + hart.mode();
  }

  private static Routine asked(Invariant invariant) {
    return new Routine(
        "holds", List.<Local>of(), 1, List.of(new Statement.Return(invariant.holds())));
  }

  /** The search reaches every mode, or it would show little. */
  @Test
  void everyModeIsReached() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    List<Csr> csrs = Rv64.SET.csrs().stream().filter(csr -> !csr.readOnly()).toList();
    int[] seen = new int[Mode.values().length];
    for (int i = 0; i < STEPS; i++) {
      step(hart, csrs);
      seen[hart.mode().ordinal()]++;
    }
    assertThat(seen).doesNotContain(0);
    assertThat(hart.hart.get(Rv64State.HAS_HYPERVISOR)).isOne();
  }
}

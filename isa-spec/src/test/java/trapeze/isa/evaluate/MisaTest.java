package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/** {@code misa} tells what is claimed and what the implementation chose. */
class MisaTest {
  private final HartState hart = new HartState(Rv64State.SPACE);
  private final Evaluator evaluator = new Evaluator(Rv64.SET, hart, new FlatEnvironment());

  @Test
  void itHasALetterForEachLetter() {
    assertThat(misa()).isEqualTo(2L << 62 | 0x14112fL);
  }

  @Test
  void theHypervisorIsAChoice() {
    hart.set(Rv64State.HAS_HYPERVISOR, 1);
    assertThat(misa()).isEqualTo(2L << 62 | 0x1411afL);
  }

  private long misa() {
    return evaluator.call(Rv64.SET.csr("misa").read());
  }
}

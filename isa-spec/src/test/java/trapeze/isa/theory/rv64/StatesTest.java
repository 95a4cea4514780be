package trapeze.isa.theory.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

class StatesTest {

  @Test
  void statesAreLegal() {
    States states = new States(Rv64.SET);
    for (int i = 0; i < 100; i++) {
      assertThat(States.isLegal(states.some())).isTrue();
    }
  }

  /** What is assumed of terms is a part of what has been proved of all states. */
  @Test
  void noBitThatIsAssumedToBeClearIsLegal() {
    States states = new States(Rv64.SET);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((Invariants.STATUS >>> bit & 1) == 0) {
        HartState state = states.some();
        state.set(Rv64State.MSTATUS, state.get(Rv64State.MSTATUS) | 1L << bit);
        assertThat(States.isLegal(state)).as("bit %d of mstatus", bit).isFalse();
      }
    }
  }
}

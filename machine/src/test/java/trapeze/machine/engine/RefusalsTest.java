package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;

/** To ask whether an instruction is refused gives what executing it gives. */
class RefusalsTest {
  private static final int ECALL = 0x73;
  private static final int SRET = 0x10200073;
  private static final int MRET = 0x30200073;
  private static final int WFI = 0x10500073;
  private static final int SFENCE_VMA = 0x12000073;
  private static final int CSRRW_SSCRATCH = 0x14051073;
  private static final int CSRRS_CYCLE = 0xc0002573;
  private static final int CSRRW_CYCLE = 0xc0051073;
  private static final int CSRRS_UNKNOWN = 0x5c002573;

  private final Hart hart = new GuestTables().hart;

  private long decoded(int bits) {
    hart.state.pc = GuestTables.BASE + 0x100;
    hart.bus().memory().putInt(hart.state.pc, bits);
    return hart.engine().decoder().applyAsLong(bits);
  }

  private Trap executed(long packed) {
    try {
      hart.engine().definitions().execute(hart, packed, hart.state.pc);
    } catch (TrapSignal signal) {
      return hart.lastSignal().trap();
    }
    return new Trap(true, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        ECALL,
        SRET,
        MRET,
        WFI,
        SFENCE_VMA,
        CSRRW_SSCRATCH,
        CSRRS_CYCLE,
        CSRRW_CYCLE,
        CSRRS_UNKNOWN
      })
  void asExecuted(int bits) {
    hart.asksFirst = true;
    long packed = decoded(bits);
    for (int mode : new int[] {0, 1, 3}) {
      hart.state.set(Rv64State.MODE, mode);
      boolean refused = hart.engine().definitions().refuses(hart, packed);
      Trap asked = refused ? hart.lastSignal().trap() : new Trap(true, 0, 0);
      assertThat(asked).isEqualTo(executed(packed));
    }
  }

  @Test
  void whoHasNotAskedToAskFindsOutByExecuting() {
    hart.state.set(Rv64State.MODE, 0);
    long packed = decoded(CSRRW_SSCRATCH);
    assertThat(hart.engine().definitions().refuses(hart, packed)).isFalse();
    assertThat(executed(packed).cause()).isEqualTo(2);
  }
}

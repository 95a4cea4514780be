package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.board.Board;
import trapeze.machine.board.Implementation;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** What a guest's own M withholds from its S by state enables is withheld under every design. */
class StateEnableTest {
  static final List<Design> DESIGNS =
      List.of(
          Designs.TRAP_AND_EMULATE, Designs.SUPERVISOR, Designs.HARDWARE, Designs.HARDWARE_SHADOW);

  private static final long BASE = Twins.BASE;
  private static final long OF_MACHINE = BASE + 0x8000;
  private static final long OF_SUPERVISOR = BASE + 0x9000;
  private static final long STEPS = 30;

  @ParameterizedTest
  @FieldSource("DESIGNS")
  void theGuestsOwnStateEnablesDecide(Design design) {
    for (long bits = 0; bits < 4; bits++) {
      for (long delegated : new long[] {0, -1}) {
        Twins twins = twins(design, true, bits << 62, delegated);
        HartState seen = twins.hart().state;
        assertThat(seen.x[10]).as("senvcfg").isEqualTo((bits & 1) == 0 ? -1 : 0x81);
        assertThat(seen.x[11]).as("sstateen0").isEqualTo((bits & 2) == 0 ? -1 : 0);
        assertThat(seen.x[12]).as("sstateen1").isEqualTo(-1);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("DESIGNS")
  void aGuestWithoutThemIsNotWithheldAnything(Design design) {
    for (long delegated : new long[] {0, -1}) {
      HartState seen = twins(design, false, 0, delegated).hart().state;
      assertThat(seen.x[10]).as("senvcfg").isEqualTo(0x81);
      assertThat(seen.x[11]).as("sstateen0").isEqualTo(-1);
    }
  }

  /** A guest's S has touched what is governed, and gone on behind what it could not. */
  private static Twins twins(Design design, boolean stateen, long enables, long delegated) {
    Implementation usual = Board.Configuration.USUAL.implementation();
    Twins twins =
        new Twins(
            Board.Configuration.USUAL.with(usual.withStateen(stateen)), Policy.CACHED, design);
    twins.both(board -> start(board.harts().getFirst().state, enables, delegated));
    twins
        .code(
            BASE,
            code ->
                code.csrw("senvcfg", 5)
                    .csrr(10, "senvcfg")
                    .csrr(11, "sstateen0")
                    .csrw("sstateen0", 5)
                    .csrr(12, "sstateen1")
                    .stay())
        .code(OF_MACHINE, code -> skip(code, "mepc").put("mret"))
        .code(OF_SUPERVISOR, code -> skip(code, "sepc").put("sret"))
        .run(STEPS)
        .areSame();
    return twins;
  }

  private static void start(HartState state, long enables, long delegated) {
    state.set(Rv64State.PMPCFG0, 0x1f);
    state.set(Rv64State.pmpaddr(0), -1);
    state.set(Rv64State.MODE, 1);
    state.set(Rv64State.MTVEC, OF_MACHINE);
    state.set(Rv64State.STVEC, OF_SUPERVISOR);
    state.set(Rv64State.MEDELEG, delegated & 0xb3ff);
    state.set(Rv64State.mstateen(0), enables);
    state.x[5] = 0x81;
    for (int read = 10; read <= 12; read++) {
      state.x[read] = -1;
    }
  }

  private static Code skip(Code code, String csr) {
    return code.csrr(7, csr).put("addi", RD, 7, RS1, 7, IMM, 4).csrw(csr, 7);
  }
}

package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.monitor.design.Designs;
import trapeze.monitor.design.Translation;

/** In the real VS and VU, with nothing behind the shadow tables. */
class AssistedShadowTest extends OwnModesTest {
  AssistedShadowTest() {
    super(Designs.HARDWARE_SHADOW);
  }

  @Test
  void theTwoTranslationsOfOneDesignLeadToEachOther() {
    assertThat(Designs.HARDWARE.with(Translation.SHADOW)).contains(Designs.HARDWARE_SHADOW);
    assertThat(Designs.HARDWARE_SHADOW.with(Translation.NESTED)).contains(Designs.HARDWARE);
    assertThat(Designs.HARDWARE.with(Translation.NESTED)).contains(Designs.HARDWARE);
    assertThat(Designs.SUPERVISOR.with(Translation.SHADOW)).contains(Designs.SUPERVISOR);
    assertThat(Designs.SUPERVISOR.with(Translation.NESTED)).isEmpty();
    assertThat(Designs.HARDWARE_SHADOW.translation().other()).isEqualTo(Translation.NESTED);
  }

  @Test
  void theRealHartWalksTheMonitorsTablesAloneAndTheGuestsSatpIsItsOwn() {
    Twins twins =
        new Twins(Designs.HARDWARE_SHADOW)
            .supervisor()
            .map(0x5000, Twins.BASE, Twins.ALL)
            .both(board -> board.harts().getFirst().state.pc = 0x5000)
            .code(
                Twins.BASE,
                code ->
                    code.csrr(6, "satp").put("sfence.vma").csrw("satp", 6).csrr(7, "satp").stay())
            .run(20);
    HartState real = twins.real.harts().getFirst().state;
    assertThat(real.get(Rv64State.VIRTUAL)).isOne();
    assertThat(real.get(Rv64State.HGATP)).isZero();
    assertThat(real.get(Rv64State.VSATP)).isNotEqualTo(twins.hart().state.get(Rv64State.SATP));
    assertThat(twins.hart().state.x[7]).isEqualTo(8L << 60 | Twins.ROOT >>> 12);
    assertThat(twins.hart().accounting().emulatedByName())
        .containsEntry("sfence.vma", 1L)
        .containsEntry("csrrs", 2L)
        .containsEntry("csrrw", 1L);
    twins.areSame();
  }
}

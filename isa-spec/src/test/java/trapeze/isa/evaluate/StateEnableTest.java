package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.evaluate.HypervisorHart.reading;
import static trapeze.isa.evaluate.HypervisorHart.writing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.definition.Csr;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.rv64.StateEnable;

/** Which level withholds what from which, and by which exception (priv:smstateen). */
class StateEnableTest {
  private static final int ILLEGAL = 2;

  /** Mode, the bit in mstateen and in hstateen; what S's register raises, and what HS's. */
  @ParameterizedTest
  @CsvSource({
    "M,  0, 0, -1, -1",
    "HS, 1, 0, -1, -1",
    "HS, 0, 0, 2, 2",
    "U,  1, 1, 2, 2",
    "VS, 1, 1, -1, 22",
    "VS, 1, 0, 22, 22",
    "VS, 0, 0, 2, 2",
    "VU, 1, 1, 22, 22",
    "VU, 1, 0, 22, 22",
    "VU, 0, 0, 2, 2"
  })
  void eachLevelWithholdsFromThoseBelow(
      Mode mode, long machine, long hypervisor, int ofSupervisor, int ofHypervisor) {
    for (int i = 0; i < Rv64State.STATE_ENABLES; i++) {
      HypervisorHart hart = withBits(mode, i, machine << 63, hypervisor << 63);
      assertThat(hart.causeOf(reading(0x10c + i))).isEqualTo(ofSupervisor);
      hart.in(mode);
      assertThat(hart.causeOf(writing(0x10c + i))).isEqualTo(ofSupervisor);
      hart.in(mode);
      assertThat(hart.causeOf(reading(0x60c + i))).isEqualTo(ofHypervisor);
    }
    HypervisorHart hart = withBits(mode, 0, machine << 62, hypervisor << 62);
    assertThat(hart.causeOf(reading(0x10a))).as("senvcfg").isEqualTo(ofSupervisor);
    hart.in(mode);
    assertThat(hart.causeOf(reading(0x60a))).as("henvcfg").isEqualTo(ofHypervisor);
  }

  private static HypervisorHart withBits(Mode mode, int number, long machine, long hypervisor) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.write("mstateen" + number, machine);
    hart.write("hstateen" + number, hypervisor);
    return hart;
  }

  /** Bits that govern no state of this machine, and reserved ones, are read-only zero. */
  @Test
  void onlyWhatGovernsSomethingCanBeSet() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    for (int i = 0; i < Rv64State.STATE_ENABLES; i++) {
      long bits = (i == 0 ? 3L : 2L) << 62;
      for (String level : new String[] {"mstateen", "hstateen"}) {
        hart.write(level + i, -1);
        assertThat(hart.read(level + i)).isEqualTo(bits);
      }
      hart.write("sstateen" + i, -1);
      assertThat(hart.read("sstateen" + i)).isZero();
    }
  }

  /** A bit that is zero in M is zero in HS (priv:norm:mstateen_lower_priv_roz). */
  @Test
  void whatMachineLevelWithdrawsTheHypervisorLoses() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    hart.write("mstateen0", 1L << 62);
    assertThat(hart.read("hstateen0")).isEqualTo(1L << 62);
    hart.write("hstateen0", -1);
    assertThat(hart.read("hstateen0")).isEqualTo(1L << 62);
    hart.write("mstateen0", 0);
    hart.write("hstateen0", -1);
    assertThat(hart.read("hstateen0")).isZero();
  }

  @Test
  void withoutTheExtensionThereAreNoRegistersAndNothingIsWithheld() {
    for (Csr csr : StateEnable.csrs()) {
      HypervisorHart hart = new HypervisorHart(Mode.M);
      hart.hart.set(Rv64State.HAS_STATEEN, 0);
      assertThat(hart.causeOf(reading(csr.address()))).as("%s", csr).isEqualTo(ILLEGAL);
    }
    HypervisorHart hart = withBits(Mode.VS, 0, 0, 0);
    hart.hart.set(Rv64State.HAS_STATEEN, 0);
    assertThat(hart.causeOf(reading(0x10a))).isEqualTo(-1);
  }

  /** Of senvcfg a monitor lends what the guest's M leaves to S, and its HS to VS. */
  @ParameterizedTest
  @CsvSource({"HS, 1, 0, 1", "HS, 0, 0, 0", "VS, 1, 0, 0", "VS, 1, 1, 1", "VU, 0, 0, 0"})
  void aMonitorLendsWhatTheGuestsOwnLevelsLeave(Mode mode, long machine, long own, long lent) {
    HypervisorHart hart = withBits(mode, 0, 2L << 62 | machine << 62, 2L << 62 | own << 62);
    assertThat(hart.call(StateEnable.LENT)).isEqualTo(lent << 62);
    hart.hart.set(Rv64State.HAS_STATEEN, 0);
    assertThat(hart.call(StateEnable.LENT)).isEqualTo(1L << 62);
  }

  /** Without the hypervisor extension there is nothing for HS. */
  @ParameterizedTest
  @ValueSource(strings = {"hstateen0", "hstateen1", "hstateen2", "hstateen3"})
  void withoutAHypervisorThereIsNoHstateen(String name) {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    hart.hart.set(Rv64State.HAS_HYPERVISOR, 0);
    assertThat(hart.causeOf(reading(Rv64.SET.csr(name).address()))).isEqualTo(ILLEGAL);
  }
}

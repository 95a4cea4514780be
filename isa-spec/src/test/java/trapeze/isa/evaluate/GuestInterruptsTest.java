package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64State;

/** Interrupts of VS: what makes them pending, who takes them, in which order. */
class GuestInterruptsTest {
  private static final long TIME = 1000L + Input.TIME.ordinal();

  private static HypervisorHart hart(Mode mode) {
    HypervisorHart made = new HypervisorHart(mode);
    made.write("menvcfg", 0);
    made.write("mie", 0x444);
    return made;
  }

  /** V, SIE of HS and of VS, and whether hideleg sends it on (priv:norm:hideleg_hs). */
  @ParameterizedTest
  @CsvSource({
    "M,  1, 1, 0, 63", "M,  1, 1, 1, 63", "HS, 0, 1, 0, 63", "HS, 1, 0, 0, 2", "HS, 1, 1, 1, 63",
    "U,  0, 0, 0, 2", "U,  0, 1, 1, 63", "VS, 0, 0, 0, 2", "VS, 0, 0, 1, 63", "VS, 0, 1, 1, 2",
    "VU, 0, 0, 1, 2", "VU, 0, 0, 0, 2"
  })
  void whoTakesIt(Mode mode, long sie, long guestSie, long delegated, int cause) {
    HypervisorHart hart = hart(mode);
    hart.hart.set(Rv64State.MSTATUS, sie << 1 | 1 << 3);
    hart.hart.set(Rv64State.VSSTATUS, guestSie << 1);
    hart.write("hvip", 4);
    hart.write("hideleg", delegated << 2);
    assertThat(hart.interrupt()).isEqualTo(cause);
    assertThat(hart.wakes()).isTrue();
  }

  /** SEI, SSI, STI, then VSEI, VSSI, VSTI (priv:norm:hsint_priority). */
  @ParameterizedTest
  @CsvSource({
    "0x444, 0, 10",
    "0x044, 0, 2",
    "0x040, 0, 6",
    "0x444, 0x222, 9",
    "0x444, 0x022, 1",
    "0x444, 0x020, 5"
  })
  void priorities(String guest, String supervisor, int cause) {
    HypervisorHart hart = hart(Mode.HS);
    hart.hart.set(Rv64State.MSTATUS, 1 << 1);
    hart.write("mie", -1);
    hart.write("mideleg", -1);
    hart.hart.set(Rv64State.HVIP, Long.decode(guest));
    hart.hart.set(Rv64State.MIP, Long.decode(supervisor));
    assertThat(hart.interrupt()).isEqualTo(cause);
  }

  /** What goes to HS comes before what goes to VS (priv:norm:H_trap_deleg). */
  @Test
  void hsBeforeVs() {
    HypervisorHart hart = hart(Mode.VU);
    hart.write("hvip", 0x444);
    hart.write("hideleg", 0x404);
    assertThat(hart.interrupt()).isEqualTo(6);
    hart.write("hideleg", 0x444);
    assertThat(hart.interrupt()).isEqualTo(10);
  }

  /** priv:norm:hip_vssip_vssie_op, priv:norm:mip_mie_alias. */
  @Test
  void onlyVssipIsWrittenThroughHipAndMip() {
    HypervisorHart hart = hart(Mode.M);
    hart.write("hip", -1);
    assertThat(hart.read("hvip")).isEqualTo(4);
    hart.write("mip", 0);
    assertThat(hart.read("hvip")).isZero();
    hart.write("hvip", -1);
    assertThat(hart.read("hip")).isEqualTo(0x444);
    assertThat(hart.read("mip") & 0x444).isEqualTo(0x444);
    assertThat(hart.read("sip") & 0x444).isZero();
  }

  /** priv:norm:sie_hip_hie_mutex. */
  @Test
  void sieAndHieShareNoBit() {
    HypervisorHart hart = hart(Mode.M);
    hart.write("mideleg", -1);
    assertThat(hart.read("mideleg")).isEqualTo(0x666);
    hart.write("mie", 0);
    hart.write("hie", -1);
    assertThat(hart.read("mie")).isEqualTo(0x444);
    assertThat(hart.read("sie")).isZero();
    hart.write("sie", -1);
    assertThat(hart.read("hie")).isEqualTo(0x444);
    assertThat(hart.read("sie")).isEqualTo(0x222);
  }

  /** VS sees its own interrupts one place lower, if they are its own (priv:norm:vsip_vsie_sei). */
  @Test
  void vsipAndVsieAreShiftedViews() {
    HypervisorHart hart = hart(Mode.M);
    hart.write("hideleg", 0x404);
    hart.write("hvip", 0x440);
    hart.write("mie", 0);
    assertThat(hart.read("vsip")).isEqualTo(0x200);
    hart.write("vsip", -1);
    assertThat(hart.read("hvip")).isEqualTo(0x444);
    hart.write("vsie", -1);
    assertThat(hart.read("hie")).isEqualTo(0x404);
    assertThat(hart.read("vsie")).isEqualTo(0x202);
  }

  /** The comparison is of guest time (priv:norm:hip_vstip_op), and needs STCE of both. */
  @Test
  void theTimerOfVs() {
    HypervisorHart hart = hart(Mode.M);
    hart.write("htimedelta", -500);
    hart.write("vstimecmp", TIME - 500);
    assertThat(hart.read("hip")).isZero();
    hart.write("menvcfg", -1);
    hart.write("henvcfg", -1);
    assertThat(hart.read("hip")).isEqualTo(0x40);
    hart.write("vstimecmp", TIME - 499);
    assertThat(hart.read("hip")).isZero();
    hart.write("hvip", 0x40);
    assertThat(hart.read("hip")).isEqualTo(0x40);
  }
}

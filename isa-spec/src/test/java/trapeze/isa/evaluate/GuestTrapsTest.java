package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.ir.Field;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/** The way into traps and back, between all modes (priv:norm:H_trap_deleg and what follows). */
class GuestTrapsTest {
  private static final int MRET = 0x3020_0073;
  private static final int SRET = 0x1020_0073;

  private static HypervisorHart hart(Mode mode, boolean toHs, boolean toVs) {
    HypervisorHart made = new HypervisorHart(mode);
    made.write("medeleg", toHs ? -1 : 0);
    made.write("hedeleg", toVs ? -1 : 0);
    made.write("mtvec", 0x10_0000);
    made.write("stvec", 0x20_0000);
    made.write("vstvec", 0x30_0000);
    return made;
  }

  private static long get(HypervisorHart hart, Field field) {
    return (hart.hart.get(field.variable()) & field.mask()) >>> field.low();
  }

  /** A load page fault, which each level may delegate. */
  @ParameterizedTest
  @CsvSource({
    "M, true, true, M", "HS, true, true, HS", "HS, false, true, M", "U, true, true, HS",
    "U, false, true, M", "VS, true, true, VS", "VS, true, false, HS", "VS, false, true, M",
    "VU, true, true, VS", "VU, true, false, HS", "VU, false, false, M"
  })
  void delegationGoesDownOneLevelAtATime(Mode from, boolean toHs, boolean toVs, Mode to) {
    HypervisorHart hart = hart(from, toHs, toVs);
    hart.take(new Trap(false, 13, 0x1234_5678));
    assertThat(hart.mode()).isEqualTo(to);
    String level = to == Mode.M ? "m" : to == Mode.HS ? "s" : "vs";
    assertThat(hart.read(level + "epc")).isEqualTo(0x1000);
    assertThat(hart.read(level + "cause")).isEqualTo(13);
    assertThat(hart.read(level + "tval")).isEqualTo(0x1234_5678);
    assertThat(hart.hart.pc).isEqualTo(hart.read(level + "tvec"));
  }

  /** What goes to VS leaves HS's registers alone (priv:norm:H_trap_vs_csrwrites). */
  @Test
  void aTrapToVsIsNotSeenByHs() {
    HypervisorHart hart = hart(Mode.VU, true, true);
    hart.hart.set(Rv64State.SEPC, 0x42);
    hart.hart.set(Rv64State.HSTATUS, Rv64State.SPVP.mask() | Rv64State.HSTATUS_GVA.mask());
    long hstatus = hart.hart.get(Rv64State.HSTATUS);
    long mstatus = hart.hart.get(Rv64State.MSTATUS);
    hart.hart.set(Rv64State.VSSTATUS, Rv64State.VS_SIE.mask() | Rv64State.VS_SPP.mask());
    hart.take(new Trap(false, 8, 0));
    assertThat(hart.hart.get(Rv64State.HSTATUS)).isEqualTo(hstatus);
    assertThat(hart.hart.get(Rv64State.MSTATUS)).isEqualTo(mstatus);
    assertThat(hart.hart.get(Rv64State.SEPC)).isEqualTo(0x42);
    assertThat(get(hart, Rv64State.VS_SPP)).isZero();
    assertThat(get(hart, Rv64State.VS_SPIE)).isOne();
    assertThat(get(hart, Rv64State.VS_SIE)).isZero();
  }

  /** SPV, SPP and SPVP (priv:norm:hstatus_spv_op, priv:norm:hstatus_spvp_op). */
  @ParameterizedTest
  @CsvSource({"U, 0, 0, 1", "HS, 0, 1, 1", "VU, 1, 0, 0", "VS, 1, 1, 1"})
  void hsLearnsWhereTheTrapCameFrom(Mode from, int spv, int spp, int spvp) {
    HypervisorHart hart = hart(from, true, false);
    hart.hart.set(Rv64State.HSTATUS, Rv64State.SPVP.mask());
    hart.take(new Trap(false, 13, 0));
    assertThat(get(hart, Rv64State.SPV)).isEqualTo(spv);
    assertThat(get(hart, Rv64State.SPP)).isEqualTo(spp);
    assertThat(get(hart, Rv64State.SPVP)).isEqualTo(spvp);
  }

  /** MPV and MPP (priv:norm:H_trap_m_csrwrites). */
  @ParameterizedTest
  @CsvSource({"U, 0, 0", "HS, 0, 1", "M, 0, 3", "VU, 1, 0", "VS, 1, 1"})
  void machineModeLearnsWhereTheTrapCameFromAndReturnsThere(Mode from, int mpv, int mpp) {
    HypervisorHart hart = hart(from, false, false);
    hart.take(new Trap(false, 13, 0));
    assertThat(get(hart, Rv64State.MPV)).isEqualTo(mpv);
    assertThat(get(hart, Rv64State.MPP)).isEqualTo(mpp);
    hart.run(MRET);
    assertThat(hart.mode()).isEqualTo(from);
    assertThat(hart.hart.pc).isEqualTo(0x1000);
    assertThat(get(hart, Rv64State.MPV)).isZero();
  }

  /** With MPP at M, MPV is ignored (priv:norm:mstatus_mpv_op). */
  @Test
  void machineModeIsNeverVirtual() {
    HypervisorHart hart = hart(Mode.M, false, false);
    hart.hart.set(Rv64State.MSTATUS, Rv64State.MPV.mask() | Rv64State.MPP.mask());
    assertThat(hart.hart.get(Rv64State.VIRTUAL)).isZero();
    hart.run(MRET);
    assertThat(hart.mode()).isEqualTo(Mode.M);
  }

  /** priv:norm:sret_v0. */
  @ParameterizedTest
  @CsvSource({"U", "HS", "VU", "VS"})
  void hsReturnsWhereTheTrapCameFrom(Mode from) {
    HypervisorHart hart = hart(from, true, false);
    hart.take(new Trap(false, 13, 0));
    hart.run(SRET);
    assertThat(hart.mode()).isEqualTo(from);
    assertThat(hart.hart.pc).isEqualTo(0x1000);
    assertThat(get(hart, Rv64State.SPV)).isZero();
    assertThat(get(hart, Rv64State.SPP)).isZero();
  }

  /** SRET in VS is VS's own (priv:norm:sret_v1). */
  @ParameterizedTest
  @CsvSource({"VU", "VS"})
  void vsReturnsWhereTheTrapCameFrom(Mode from) {
    HypervisorHart hart = hart(from, true, true);
    hart.hart.set(Rv64State.HSTATUS, 0);
    hart.take(new Trap(false, 13, 0));
    hart.run(SRET);
    assertThat(hart.mode()).isEqualTo(from);
    assertThat(hart.hart.pc).isEqualTo(0x1000);
    assertThat(get(hart, Rv64State.VS_SPIE)).isOne();
    assertThat(get(hart, Rv64State.SPIE)).isZero();
  }

  /**
   * A guest-page fault tells both addresses (priv:norm:htval_trapval, priv:norm:hstatus_gva_op).
   */
  @ParameterizedTest
  @CsvSource({"true, HS", "false, M"})
  void aGuestPageFaultGoesPastVs(boolean delegated, Mode to) {
    HypervisorHart hart = hart(Mode.VS, delegated, true);
    hart.take(new Trap(false, 21, 0xabcd, 0x8000_1238L, 0x3000, true));
    assertThat(hart.mode()).isEqualTo(to);
    assertThat(hart.read(delegated ? "htval" : "mtval2")).isEqualTo(0x8000_1238L >> 2);
    assertThat(hart.read(delegated ? "htinst" : "mtinst")).isEqualTo(0x3000);
    assertThat(get(hart, delegated ? Rv64State.HSTATUS_GVA : Rv64State.GVA)).isOne();
  }

  /** GVA: an access with V set, and an exception that tells its address. */
  @ParameterizedTest
  @CsvSource({
    "VS, 2, false, 0", "VS, 22, false, 0", "VS, 8, false, 0", "VS, 3, false, 1",
    "VS, 5, false, 1", "VU, 12, false, 1", "VS, 20, false, 1", "VS, 4, false, 1",
    "HS, 13, false, 0", "HS, 13, true, 1", "HS, 2, true, 0", "M, 7, true, 1"
  })
  void gvaSaysWhoseAddressItIs(Mode from, int cause, boolean guestVirtual, int gva) {
    HypervisorHart hart = hart(from, false, false);
    hart.hart.set(Rv64State.MSTATUS, Rv64State.GVA.mask());
    hart.take(new Trap(false, cause, 0x10, 0, 0, guestVirtual));
    assertThat(get(hart, Rv64State.GVA)).isEqualTo(gva);
  }

  /** Another trap clears what the last one told (priv:norm:htval_trapval). */
  @Test
  void otherTrapsClearTheSecondTrapValue() {
    HypervisorHart hart = hart(Mode.VS, true, false);
    hart.write("htval", -1);
    hart.write("htinst", -1);
    hart.take(new Trap(false, 13, 0));
    assertThat(hart.read("htval")).isZero();
    assertThat(hart.read("htinst")).isZero();
  }

  /** VS's interrupts are told by the supervisor's codes (priv:norm:hideleg_trans). */
  @ParameterizedTest
  @CsvSource({"2, 1", "6, 5", "10, 9"})
  void interruptsOfVsHaveTheSupervisorsCodes(int cause, int told) {
    HypervisorHart hart = hart(Mode.VS, true, true);
    hart.write("hideleg", -1);
    hart.write("vstvec", 0x30_0001);
    hart.take(Trap.interrupt(cause));
    assertThat(hart.mode()).isEqualTo(Mode.VS);
    assertThat(hart.read("vscause")).isEqualTo(1L << 63 | told);
    assertThat(hart.hart.pc).isEqualTo(0x30_0000 + 4 * told);
  }

  /** In HS the same interrupt has its own code. */
  @Test
  void notDelegatedTheyAreHss() {
    HypervisorHart hart = hart(Mode.VS, true, true);
    hart.take(Trap.interrupt(10));
    assertThat(hart.mode()).isEqualTo(Mode.HS);
    assertThat(hart.read("scause")).isEqualTo(1L << 63 | 10);
  }

  /** MPRV lends V too, but not to M (priv:norm:mstatus_mprv_hypervisor). */
  @ParameterizedTest
  @CsvSource({
    "M, 0, 1, 1, 3",
    "M, 1, 1, 1, 5",
    "M, 1, 1, 0, 4",
    "M, 1, 0, 1, 1",
    "M, 1, 1, 3, 3",
    "HS, 0, 0, 0, 1",
    "VS, 0, 0, 0, 5",
    "VU, 0, 0, 0, 4"
  })
  void theModeThatDataIsAccessedIn(Mode mode, long mprv, long mpv, long mpp, int effective) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(
        Rv64State.MSTATUS,
        mprv << Rv64State.MPRV.low() | mpv << Rv64State.MPV.low() | mpp << Rv64State.MPP.low());
    Evaluator evaluator = new Evaluator(Rv64.SET, hart.hart, hart.environment);
    assertThat(evaluator.call(AddressTranslation.DATA_MODE)).isEqualTo(effective);
  }
}

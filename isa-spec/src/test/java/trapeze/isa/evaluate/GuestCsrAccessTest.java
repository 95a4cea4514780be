package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.evaluate.HypervisorHart.reading;
import static trapeze.isa.evaluate.HypervisorHart.writing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.definition.Csr;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;

/** Who may access which register, and what refuses the others (priv:hypervisor, trap causes). */
class GuestCsrAccessTest {
  private static final int NONE = -1;
  private static final int ILLEGAL = 2;
  private static final int VIRTUAL = 22;

  /** With everything enabled, the address alone decides. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void theAddressDecides(Mode mode) {
    for (Csr csr : Rv64.SET.csrs()) {
      assertThat(new HypervisorHart(mode).causeOf(reading(csr.address())))
          .as("%s reads %s", mode, csr)
          .isEqualTo(expected(csr.address(), mode, false));
      assertThat(new HypervisorHart(mode).causeOf(writing(csr.address())))
          .as("%s writes %s", mode, csr)
          .isEqualTo(expected(csr.address(), mode, true));
    }
  }

  private static int expected(int address, Mode mode, boolean writes) {
    int level = address >> 8 & 3;
    if (writes && address >> 10 == 3) {
      return ILLEGAL;
    }
    return switch (mode) {
      case M -> NONE;
      case HS -> level == 3 ? ILLEGAL : NONE;
      case U -> level == 0 ? NONE : ILLEGAL;
      case VS -> level == 3 ? ILLEGAL : level == 2 ? VIRTUAL : NONE;
      case VU -> level == 3 ? ILLEGAL : level == 0 ? NONE : VIRTUAL;
    };
  }

  /** Without the extension its registers do not exist. */
  @Test
  void withoutTheExtensionItsRegistersAreIllegal() {
    for (Csr csr : Rv64.SET.csrs()) {
      if (csr.isOfHypervisor() || csr.name().equals("mtval2") || csr.name().equals("mtinst")) {
        HypervisorHart hart = new HypervisorHart(Mode.M);
        hart.hart.set(Rv64State.HAS_HYPERVISOR, 0);
        assertThat(hart.causeOf(reading(csr.address()))).as("%s", csr).isEqualTo(ILLEGAL);
      }
    }
  }

  /** A high half does not exist on RV64, not for guests either (priv:norm:H_illegal_high_half). */
  @Test
  void anAddressWithoutRegisterIsIllegalInAGuest() {
    assertThat(new HypervisorHart(Mode.VS).causeOf(reading(0x615))).isEqualTo(ILLEGAL);
    assertThat(new HypervisorHart(Mode.VS).causeOf(reading(0xc80))).isEqualTo(ILLEGAL);
  }

  /** Which of mcounteren, hcounteren and scounteren are set (priv:norm:hcounteren_op). */
  @ParameterizedTest
  @CsvSource({
    "M,  0, 0, 0, -1",
    "HS, 0, 1, 1, 2",
    "HS, 1, 0, 0, -1",
    "U,  1, 0, 1, -1",
    "U,  1, 1, 0, 2",
    "U,  0, 1, 1, 2",
    "VS, 0, 1, 1, 2",
    "VS, 0, 0, 0, 2",
    "VS, 1, 0, 1, 22",
    "VS, 1, 1, 0, -1",
    "VU, 0, 1, 1, 2",
    "VU, 1, 0, 1, 22",
    "VU, 1, 1, 0, 22",
    "VU, 1, 1, 1, -1"
  })
  void countersNeedLeaveFromEachLevel(
      Mode mode, int machine, int hypervisor, int supervisor, int cause) {
    for (int counter = 0; counter < 32; counter++) {
      HypervisorHart hart = new HypervisorHart(mode);
      hart.hart.set(Rv64State.MCOUNTEREN, machine << counter);
      hart.hart.set(Rv64State.HCOUNTEREN, hypervisor << counter);
      hart.hart.set(Rv64State.SCOUNTEREN, supervisor << counter);
      assertThat(hart.causeOf(reading(0xc00 + counter))).as("%d", counter).isEqualTo(cause);
    }
  }

  /** STCE and TM of M, then of HS (priv:norm:henvcfg_stce, priv:norm:hcounteren_acc). */
  @ParameterizedTest
  @CsvSource({
    "M,  0, 0, 0, 0, -1", "HS, 0, 1, 1, 1, 2", "HS, 1, 0, 1, 1, 2", "HS, 1, 1, 0, 0, -1",
    "VS, 1, 1, 1, 1, -1", "VS, 1, 1, 0, 1, 22", "VS, 1, 1, 1, 0, 22", "VS, 1, 0, 1, 1, 2",
    "VS, 0, 1, 1, 1, 2", "VU, 1, 1, 1, 1, 22"
  })
  void theTimerNeedsLeaveToo(Mode mode, int stce, int tm, int guestStce, int guestTm, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.write("menvcfg", (long) stce << 63);
    hart.write("henvcfg", (long) guestStce << 63);
    hart.write("mcounteren", (long) tm << 1);
    hart.write("hcounteren", (long) guestTm << 1);
    assertThat(hart.causeOf(reading(0x14d))).isEqualTo(cause);
  }

  /** TVM is HS's alone, VTVM that of VS (priv:norm:hstatus_vtvm_op, priv:norm:mstatus_tvm_hs). */
  @ParameterizedTest
  @CsvSource({
    "HS, 0x180, 2",
    "HS, 0x680, 2",
    "HS, 0x280, -1",
    "M, 0x180, -1",
    "M, 0x680, -1",
    "VS, 0x180, -1",
    "VS, 0x680, 22",
    "VU, 0x180, 22"
  })
  void tvmTrapsSatpAndHgatpInHsOnly(Mode mode, int csr, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.MSTATUS, Rv64State.TVM.mask());
    assertThat(hart.causeOf(reading(csr))).isEqualTo(cause);
  }

  @ParameterizedTest
  @CsvSource({"HS, -1", "VS, 22", "VU, 22"})
  void vtvmTrapsSatpInVs(Mode mode, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.HSTATUS, Rv64State.VTVM.mask());
    assertThat(hart.causeOf(reading(0x180))).isEqualTo(cause);
  }

  /** Either FS at Off makes it illegal, never virtual (priv:norm:H_illegalinst_xstatus_fs_vs). */
  @ParameterizedTest
  @CsvSource({"VS, 0, 1, 2", "VS, 1, 0, 2", "VU, 1, 0, 2", "VU, 1, 1, -1", "HS, 1, 0, -1"})
  void floatingPointNeedsBothFs(Mode mode, int real, int guest, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.MSTATUS, real << 13);
    hart.hart.set(Rv64State.VSSTATUS, guest << 13);
    assertThat(hart.causeOf(reading(0x003))).isEqualTo(cause);
    assertThat(hart.causeOf(0xf200_00d3)).as("fmv.d.x f1, x0").isEqualTo(cause);
    if (cause == NONE && mode != Mode.HS) {
      assertThat(Rv64State.FS.mask() & hart.hart.get(Rv64State.MSTATUS)).isEqualTo(3 << 13);
      assertThat(Rv64State.VS_FS.mask() & hart.hart.get(Rv64State.VSSTATUS)).isEqualTo(3 << 13);
    }
  }
}

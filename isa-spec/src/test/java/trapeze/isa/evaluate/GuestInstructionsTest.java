package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.rv64.Rv64State;

/** Which privileged instructions are illegal where, and which are virtual instructions. */
class GuestInstructionsTest {
  private static final int WFI = 0x1050_0073;
  private static final int SRET = 0x1020_0073;
  private static final int MRET = 0x3020_0073;
  private static final int ECALL = 0x0000_0073;
  private static final int SFENCE_VMA = 0x1200_0073;
  private static final int SINVAL_VMA = 0x1600_0073;
  private static final int SFENCE_W_INVAL = 0x1800_0073;

  /** priv:norm:H_cause_ecall. */
  @ParameterizedTest
  @CsvSource({"M, 11", "HS, 9", "U, 8", "VS, 10", "VU, 8"})
  void callsHaveACauseOfTheirOwnInVs(Mode mode, int cause) {
    assertThat(new HypervisorHart(mode).causeOf(ECALL)).isEqualTo(cause);
  }

  /** priv:norm:hstatus_vtw_op, priv:norm:H_virtinst_vu_wfi_tw0. */
  @ParameterizedTest
  @CsvSource({
    "M, 1, 1, -1", "HS, 0, 1, -1", "HS, 1, 0, 2", "U, 0, 0, 2",
    "VS, 0, 0, -1", "VS, 0, 1, 22", "VS, 1, 0, 2", "VS, 1, 1, 2",
    "VU, 0, 0, 22", "VU, 0, 1, 22", "VU, 1, 0, 2"
  })
  void waiting(Mode mode, long tw, long vtw, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.MSTATUS, tw << Rv64State.TW.low());
    hart.hart.set(Rv64State.HSTATUS, vtw << Rv64State.VTW.low());
    assertThat(hart.causeOf(WFI)).isEqualTo(cause);
  }

  /** priv:norm:hstatus_vtsr_op, priv:norm:mstatus_modes. */
  @ParameterizedTest
  @CsvSource({
    "M, 1, 1, -1", "HS, 1, 0, 2", "HS, 0, 1, -1", "U, 0, 0, 2",
    "VS, 1, 0, -1", "VS, 0, 1, 22", "VU, 0, 0, 22", "VU, 1, 1, 22"
  })
  void returning(Mode mode, long tsr, long vtsr, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.MSTATUS, tsr << Rv64State.TSR.low());
    hart.hart.set(Rv64State.HSTATUS, vtsr << Rv64State.VTSR.low());
    assertThat(hart.causeOf(SRET)).isEqualTo(cause);
  }

  /** MRET is not HS's, so that it is illegal in every guest. */
  @ParameterizedTest
  @CsvSource({"M, -1", "HS, 2", "U, 2", "VS, 2", "VU, 2"})
  void machineReturns(Mode mode, int cause) {
    assertThat(new HypervisorHart(mode).causeOf(MRET)).isEqualTo(cause);
  }

  /** priv:norm:hstatus_vtvm_op. */
  @ParameterizedTest
  @CsvSource({
    "M, 1, 1, -1",
    "HS, 1, 0, 2",
    "HS, 0, 1, -1",
    "U, 0, 0, 2",
    "VS, 1, 0, -1",
    "VS, 0, 1, 22",
    "VU, 0, 0, 22"
  })
  void fencing(Mode mode, long tvm, long vtvm, int cause) {
    for (int instruction : new int[] {SFENCE_VMA, SINVAL_VMA}) {
      HypervisorHart hart = new HypervisorHart(mode);
      hart.hart.set(Rv64State.MSTATUS, tvm << Rv64State.TVM.low());
      hart.hart.set(Rv64State.HSTATUS, vtvm << Rv64State.VTVM.low());
      assertThat(hart.causeOf(instruction)).isEqualTo(cause);
    }
  }

  /** No bit traps these (priv:svinval). */
  @ParameterizedTest
  @CsvSource({"M, -1", "HS, -1", "U, 2", "VS, -1", "VU, 22"})
  void ordering(Mode mode, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.hart.set(Rv64State.MSTATUS, Rv64State.TVM.mask());
    hart.hart.set(Rv64State.HSTATUS, Rv64State.VTVM.mask());
    assertThat(hart.causeOf(SFENCE_W_INVAL)).isEqualTo(cause);
  }

  /** M, then HS, then in VU the guest's own kernel (priv:norm:henvcfg_cbze). */
  @ParameterizedTest
  @CsvSource({
    "VS, 1, 1, 0, -1", "VS, 1, 0, 0, 22", "VS, 0, 1, 1, 2", "VU, 1, 1, 0, 22", "VU, 1, 1, 1, -1",
    "VU, 0, 0, 0, 2", "U, 1, 0, 1, -1", "U, 1, 1, 0, 2", "HS, 1, 0, 0, -1", "HS, 0, 1, 1, 2"
  })
  void zeroingBlocks(Mode mode, long byM, long byHs, long byS, int cause) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.write("menvcfg", byM << 7);
    hart.write("henvcfg", byHs << 7);
    hart.write("senvcfg", byS << 7);
    hart.hart.set(Rv64State.PMPCFG0, 0x1f);
    hart.hart.set(Rv64State.pmpaddr(0), -1L >>> 10);
    assertThat(hart.causeOf(0x0040_200f | 5 << 15)).as("cbo.zero (x5)").isEqualTo(cause);
  }
}

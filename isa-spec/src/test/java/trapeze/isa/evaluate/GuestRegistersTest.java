package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.evaluate.HypervisorHart.reading;
import static trapeze.isa.evaluate.HypervisorHart.writing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.evaluate.HypervisorHart.Mode;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64State;

/** What the registers hold, and what a guest has in their places (priv:norm:H_vscsrs_sub). */
class GuestRegistersTest {
  @ParameterizedTest
  @CsvSource({
    "0x100, sstatus, vsstatus, 0x80042",
    "0x105, stvec, vstvec, 0x4000",
    "0x140, sscratch, vsscratch, 0x1234",
    "0x141, sepc, vsepc, 0x8000",
    "0x142, scause, vscause, 0xd",
    "0x143, stval, vstval, 0x77",
    "0x14d, stimecmp, vstimecmp, 0x99",
    "0x180, satp, vsatp, 0x5"
  })
  void aGuestHasItsOwn(int address, String ofHs, String ofVs, String written) {
    HypervisorHart hart = new HypervisorHart(Mode.VS);
    long before = hart.read(ofHs);
    hart.hart.x[6] = Long.decode(written);
    hart.run(writing(address));
    assertThat(hart.read(ofHs)).isEqualTo(before);
    assertThat(hart.read(ofVs) & hart.hart.x[6]).isEqualTo(hart.hart.x[6] & hart.read(ofVs));
    assertThat(hart.read(ofVs)).isNotEqualTo(before);
    hart.run(reading(address));
    assertThat(hart.hart.x[5]).isEqualTo(hart.read(ofVs));
    hart.in(Mode.HS).run(reading(address));
    assertThat(hart.hart.x[5]).isEqualTo(before);
  }

  /** These have no counterpart (priv:norm:H_scsrs_nomatch). */
  @ParameterizedTest
  @CsvSource({"0x106, scounteren", "0x10a, senvcfg"})
  void someAreShared(int address, String name) {
    HypervisorHart hart = new HypervisorHart(Mode.VS);
    hart.hart.x[6] = 1;
    hart.run(writing(address));
    assertThat(hart.read(name)).isOne();
  }

  /** What each may hold, from all ones and from zero. */
  @ParameterizedTest
  @CsvSource({
    "hstatus, 0x2007003c0, 0x200000000",
    "hedeleg, 0xcb1ff, 0",
    "hideleg, 0x444, 0",
    "hvip, 0x444, 0",
    "hgeie, 0, 0",
    "hcounteren, 0xffffffff, 0",
    "vsstatus, 0x80000002000c6122, 0x200000000",
    "vstvec, 0, 0",
    "vsepc, 0xfffffffffffffffe, 0"
  })
  void legalValues(String name, String ofOnes, String ofZero) {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    hart.write(name, -1);
    assertThat(hart.read(name)).isEqualTo(Long.parseUnsignedLong(strip(ofOnes), 16));
    hart.write(name, 0);
    assertThat(hart.read(name)).isEqualTo(Long.parseUnsignedLong(strip(ofZero), 16));
  }

  private static String strip(String number) {
    return number.startsWith("0x") ? number.substring(2) : number;
  }

  /** medeleg gets four causes and ECALL from VS, mideleg three bits that are always set. */
  @Test
  void machineLevelGetsMore() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    hart.write("medeleg", -1);
    assertThat(hart.read("medeleg")).isEqualTo(0xf0_b7ff);
    hart.write("mideleg", 0);
    assertThat(hart.read("mideleg")).isEqualTo(0x444);
    hart.hart.set(Rv64State.HAS_HYPERVISOR, 0);
    assertThat(hart.read("mideleg")).isZero();
  }

  /** MODE that does not exist stays; the root is aligned (priv:norm:hgatp_mode_warl). */
  @Test
  void hgatpIsLegalised() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    hart.write("hgatp", 9L << 60 | 0x3fffL << 44 | 0xfff);
    assertThat(hart.read("hgatp")).isEqualTo(9L << 60 | 0x3fffL << 44 | 0xffc);
    hart.write("hgatp", 7L << 60 | 0x10);
    assertThat(hart.read("hgatp")).isEqualTo(9L << 60 | 0x10);
    hart.hart.set(Rv64State.WIDEST_PAGING, 8);
    hart.write("hgatp", 10L << 60 | 0x20);
    assertThat(hart.read("hgatp")).isEqualTo(9L << 60 | 0x20);
    hart.hart.set(Rv64State.VMID_MASK, 0x7f);
    hart.write("hgatp", -1L >>> 4);
    assertThat(hart.read("hgatp")).isEqualTo(0x7fL << 44 | 0xfff_ffff_fffcL);
  }

  /** priv:norm:vsatp_mode_unsupported_v1. */
  @Test
  void aModeThatDoesNotExistLeavesVsatpAlone() {
    HypervisorHart hart = new HypervisorHart(Mode.VS);
    hart.write("vsatp", 8L << 60 | 0x1);
    hart.hart.x[6] = 7L << 60 | 0x2;
    hart.run(writing(0x180));
    assertThat(hart.read("vsatp")).isEqualTo(8L << 60 | 0x1);
  }

  /** What M withholds is read-only zero (priv:norm:henvcfg_sz_acc_op). */
  @Test
  void henvcfgHasOnlyWhatMenvcfgHas() {
    HypervisorHart hart = new HypervisorHart(Mode.M);
    assertThat(hart.read("henvcfg")).isEqualTo(7L << 61 | 0xf1);
    hart.write("menvcfg", 1L << 62);
    assertThat(hart.read("henvcfg")).isEqualTo(1L << 62 | 0xf1);
    hart.write("henvcfg", -1);
    assertThat(hart.read("henvcfg")).isEqualTo(1L << 62 | 0xf1);
  }

  /** priv:norm:htimedelta_sz_acc_op. */
  @ParameterizedTest
  @CsvSource({"M, 0", "HS, 0", "U, 0", "VS, 300", "VU, 300"})
  void aGuestsTimeIsShifted(Mode mode, long shift) {
    HypervisorHart hart = new HypervisorHart(mode);
    hart.write("htimedelta", 300);
    hart.run(reading(0xc01));
    assertThat(hart.hart.x[5]).isEqualTo(1000 + Input.TIME.ordinal() + shift);
  }
}

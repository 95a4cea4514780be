package trapeze.machine.board;

import java.util.List;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Extension;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What an implementation of the manual may choose, for all harts of one machine: the one table that
 * real and virtual machines, their device trees and every comparison with an oracle read.
 *
 * @param widestPaging MODE of the widest translation in {@code satp}: 8 Sv39, 9 Sv48, 10 Sv57
 * @param asidBits bits of an ASID, 0 to 16
 * @param misaligned whether scalar loads and stores may be misaligned
 * @param svadu whether hardware updates of A and D can be switched on; else they fault (Svade)
 * @param sstc whether {@code stimecmp} exists
 * @param timeCsr whether {@code time} can be read without a trap to M
 * @param hypervisor whether there is the hypervisor extension
 * @param stateen whether there are state enables (Smstateen, Ssstateen)
 */
public record Implementation(
    int widestPaging,
    int asidBits,
    boolean misaligned,
    boolean svadu,
    boolean sstc,
    boolean timeCsr,
    boolean hypervisor,
    boolean stateen) {
  private static final int VMID_BITS = 14;

  /** All that the definitions have but the hypervisor extension and state enables. */
  public static final Implementation FULL =
      new Implementation(AddressTranslation.SV57, 16, true, true, true, true, false, false);

  /** The same with another widest translation. */
  public Implementation withPaging(int mode) {
    return new Implementation(
        mode, asidBits, misaligned, svadu, sstc, timeCsr, hypervisor, stateen);
  }

  /** The same with or without Sstc. */
  public Implementation withSstc(boolean exists) {
    return new Implementation(
        widestPaging, asidBits, misaligned, svadu, exists, timeCsr, hypervisor, stateen);
  }

  /** The same with or without the hypervisor extension. */
  public Implementation withHypervisor(boolean exists) {
    return new Implementation(
        widestPaging, asidBits, misaligned, svadu, sstc, timeCsr, exists, stateen);
  }

  /**
   * The same with or without state enables. They are no part of the hypervisor extension, though
   * Sha asks for both: at reset they withhold {@code senvcfg} and {@code henvcfg} from S, which
   * firmware has to know.
   */
  public Implementation withStateen(boolean exists) {
    return new Implementation(
        widestPaging, asidBits, misaligned, svadu, sstc, timeCsr, hypervisor, exists);
  }

  /** The device tree's word for the widest translation. */
  public String mmuType() {
    return switch (widestPaging) {
      case AddressTranslation.SV57 -> "riscv,sv57";
      case AddressTranslation.SV48 -> "riscv,sv48";
      default -> "riscv,sv39";
    };
  }

  /** Names of the extensions, as in a device tree's {@code riscv,isa-extensions}. */
  public List<String> extensions() {
    return Extension.treeNames(reset(0));
  }

  /** The same as one word, as in the older {@code riscv,isa}. */
  public String isa() {
    return Extension.joined(extensions());
  }

  /** The state of a hart at reset: machine mode, everything else zero (priv:reset). */
  HartState reset(int hart) {
    HartState state = new HartState(Rv64State.SPACE);
    state.set(Rv64State.HART_ID, hart);
    state.set(Rv64State.WIDEST_PAGING, widestPaging);
    state.set(Rv64State.ASID_MASK, (1L << asidBits) - 1);
    state.set(Rv64State.MISALIGNED, misaligned ? 1 : 0);
    state.set(Rv64State.HAS_SVADU, svadu ? 1 : 0);
    state.set(Rv64State.HAS_SSTC, sstc ? 1 : 0);
    state.set(Rv64State.HAS_TIME, timeCsr ? 1 : 0);
    state.set(Rv64State.HAS_HYPERVISOR, hypervisor ? 1 : 0);
    state.set(Rv64State.HAS_STATEEN, stateen ? 1 : 0);
    state.set(Rv64State.VMID_MASK, hypervisor ? (1L << VMID_BITS) - 1 : 0);
    state.set(Rv64State.MODE, 3);
    return state;
  }
}

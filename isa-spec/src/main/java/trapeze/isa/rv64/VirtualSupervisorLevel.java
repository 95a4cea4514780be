package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.rv64.Modes.hasHypervisor;
import static trapeze.isa.rv64.Modes.modeIsBelow;

import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.CsrBuilder;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.StateVariable;

/**
 * The registers that VS has in place of the supervisor's: by their own addresses they are seen by
 * HS and M only, by the supervisor's addresses while V is set (priv:norm:H_vscsrs_sub).
 */
public final class VirtualSupervisorLevel {
  private VirtualSupervisorLevel() {}

  static final Csr VSSTATUS =
      guest("vsstatus", 0x200, Rv64State.VSSTATUS, "priv:norm:vsstatus_sz_acc_op")
          .any("SIE", 1, 1)
          .any("SPIE", 5, 5)
          .constant("UBE", 6, 6, 0)
          .any("SPP", 8, 8)
          .constant("VS", 10, 9, 0)
          .any("FS", 14, 13)
          .constant("XS", 16, 15, 0)
          .any("SUM", 18, 18)
          .any("MXR", 19, 19)
          .constant("UXL", 33, 32, 2)
          .computed("SD", 63, 63, "whether FS is Dirty", Rv64State.VS_FS.is(3))
          .build();

  static final Csr VSTVEC =
      guest("vstvec", 0x205, Rv64State.VSTVEC, "priv:norm:vstvec_sz_acc_op")
          .any("BASE", 63, 2)
          .any("MODE", 0, 0)
          .ignoresWriteWhen(MachineLevel::reservedVectorMode)
          .build();

  static final Csr VSSCRATCH =
      guest("vsscratch", 0x240, Rv64State.VSSCRATCH, "priv:norm:vsscratch_sz_acc_op")
          .any("vsscratch", 63, 0)
          .build();

  static final Csr VSEPC =
      guest("vsepc", 0x241, Rv64State.VSEPC, "priv:norm:vspec_sz_acc_op")
          .any("vsepc", 63, 1)
          .build();

  static final Csr VSCAUSE =
      guest("vscause", 0x242, Rv64State.VSCAUSE, "priv:norm:vscause_sz_acc_op")
          .any("Interrupt", 63, 63)
          .any("Exception Code", 62, 0)
          .build();

  static final Csr VSTVAL =
      guest("vstval", 0x243, Rv64State.VSTVAL, "priv:norm:vstval_sz_acc_op")
          .any("vstval", 63, 0)
          .build();

  /** Below M it exists where {@code stimecmp} does (priv:norm:vstimecmp_sz). */
  static final Csr VSTIMECMP =
      csr("vstimecmp", 0x24d, Rv64State.VSTIMECMP)
          .section("priv:norm:vstimecmp_sz")
          .any("vstimecmp", 63, 0)
          .illegalWhen(or(not(hasHypervisor()), timerRefused()))
          .build();

  /**
   * A write with a mode that does not exist changes nothing, whether V is set or not; with V clear
   * the manual leaves the choice (priv:norm:vsatp_mode_unsupported_v0).
   */
  static final Csr VSATP =
      guest("vsatp", 0x280, Rv64State.VSATP, "priv:norm:vsatp_sz_acc_op")
          .ignoresWriteWhen(written -> PagingModes.unsupported(bits(written, 63, 60)))
          .any("MODE", 63, 60)
          .warl(
              "ASID",
              59,
              44,
              "the ASID bits that exist",
              (old, written) -> and(written, Rv64State.ASID_MASK.whole().get()))
          .any("PPN", 43, 0)
          .build();

  /** The chapter's registers; {@code vsip} and {@code vsie} are with the interrupts. */
  public static List<Csr> csrs() {
    return List.of(VSSTATUS, VSTVEC, VSSCRATCH, VSEPC, VSCAUSE, VSTVAL, VSTIMECMP, VSATP);
  }

  /** Whether the comparators of Sstc are withheld from all modes below M, or do not exist. */
  static Expression timerRefused() {
    Expression enabled =
        and(Rv64State.MENVCFG_STCE.get(), bits(Rv64State.MCOUNTEREN.whole().get(), 1, 1));
    return or(
        not(Rv64State.HAS_SSTC.whole().get()), and(modeIsBelow(PrivilegeMode.M), not(enabled)));
  }

  private static CsrBuilder guest(String name, int address, StateVariable stored, String section) {
    return csr(name, address, stored).section(section).illegalWhen(not(hasHypervisor()));
  }
}

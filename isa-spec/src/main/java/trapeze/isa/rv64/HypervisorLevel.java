package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.computed;
import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.hasHypervisor;
import static trapeze.isa.rv64.Modes.realModeIs;

import java.util.List;
import java.util.function.BinaryOperator;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.CsrBuilder;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.StateVariable;

/**
 * The registers by which HS runs a guest, and the two that M gets beside them (priv:hypervisor).
 *
 * <p>Implementation choices: there is no guest external interrupt (GEILEN is 0); {@code htval} and
 * {@code mtval2} tell every guest-physical address; {@code htinst} and {@code mtinst} hold any
 * value.
 */
public final class HypervisorLevel {
  private HypervisorLevel() {}

  /** Exceptions that can go on to VS: what VS would meet on a machine of its own. */
  static final long DELEGABLE_EXCEPTIONS = 0xc_b1ff;

  static final Csr HSTATUS =
      hypervisor("hstatus", 0x600, Rv64State.HSTATUS, "priv:norm:hstatus_sz_acc_op")
          .constant("VSBE", 5, 5, 0)
          .any("GVA", 6, 6)
          .any("SPV", 7, 7)
          .any("SPVP", 8, 8)
          .any("HU", 9, 9)
          .constant("VGEIN", 17, 12, 0)
          .any("VTVM", 20, 20)
          .any("VTW", 21, 21)
          .any("VTSR", 22, 22)
          .constant("VSXL", 33, 32, 2)
          .build();

  static final Csr HEDELEG =
      hypervisor("hedeleg", 0x602, Rv64State.HEDELEG, "priv:norm:hedeleg_op")
          .masked("synchronous exceptions", DELEGABLE_EXCEPTIONS, "those that VS may meet")
          .build();

  static final Csr HIDELEG =
      hypervisor("hideleg", 0x603, Rv64State.HIDELEG, "priv:norm:hideleg_op")
          .masked("interrupts", MachineLevel.GUEST_INTERRUPTS, "VSSI, VSTI and VSEI")
          .build();

  static final Csr HTIMEDELTA =
      hypervisor("htimedelta", 0x605, Rv64State.HTIMEDELTA, "priv:norm:htimedelta_sz_acc_op")
          .any("htimedelta", 63, 0)
          .build();

  static final Csr HCOUNTEREN =
      hypervisor("hcounteren", 0x606, Rv64State.HCOUNTEREN, "priv:norm:hcounteren_op")
          .any("HPM", 31, 3)
          .any("IR", 2, 2)
          .any("TM", 1, 1)
          .any("CY", 0, 0)
          .build();

  static final Csr HGEIE = none("hgeie", 0x607);

  /** What M withholds by {@code menvcfg} is read-only zero here (priv:norm:henvcfg_sz_acc_op). */
  static final Csr HENVCFG =
      csr("henvcfg", 0x60a, Rv64State.HENVCFG)
          .section("priv:norm:henvcfg_sz_acc_op")
          .illegalWhen(or(not(hasHypervisor()), StateEnable.withheld(Rv64State.MSTATEEN_ENVCFG)))
          .any("FIOM", 0, 0)
          .warl("CBIE", 5, 4, "0, 1 or 3; else unchanged", MachineLevel::notTwo)
          .any("CBCFE", 6, 6)
          .any("CBZE", 7, 7)
          .warl("ADUE", 61, 61, "with ADUE in menvcfg", leave(Rv64State.MENVCFG_ADUE))
          .warl("PBMTE", 62, 62, "with PBMTE in menvcfg", leave(Rv64State.MENVCFG_PBMTE))
          .warl("STCE", 63, 63, "with STCE in menvcfg", leave(Rv64State.MENVCFG_STCE))
          .build();

  static final Csr HTVAL =
      hypervisor("htval", 0x643, Rv64State.HTVAL, "priv:norm:htval_sz_acc_op")
          .any("htval", 63, 0)
          .build();

  static final Csr HVIP =
      hypervisor("hvip", 0x645, Rv64State.HVIP, "priv:norm:hvip_acc")
          .masked("interrupts", MachineLevel.GUEST_INTERRUPTS, "VSSIP, VSTIP and VSEIP")
          .build();

  static final Csr HTINST =
      hypervisor("htinst", 0x64a, Rv64State.HTINST, "priv:norm:htinst_sz_acc_op")
          .any("htinst", 63, 0)
          .build();

  /**
   * A mode that does not exist leaves MODE as it is, and the rest is written; the root table is
   * aligned to 16 KiB (priv:norm:hgatp_mode_warl, priv:norm:hgatp_ppn_op).
   */
  static final Csr HGATP =
      csr("hgatp", 0x680, Rv64State.HGATP)
          .section("priv:norm:hgatp_sz_acc_op")
          .illegalWhen(or(not(hasHypervisor()), and(realModeIs(S), Rv64State.TVM.get())))
          .warl(
              "MODE",
              63,
              60,
              "Bare, Sv39x4, Sv48x4 or Sv57x4; else unchanged",
              (old, written) -> select(PagingModes.unsupported(written), old, written))
          .warl(
              "VMID",
              57,
              44,
              "the VMID bits that exist",
              (old, written) -> and(written, Rv64State.VMID_MASK.whole().get()))
          .any("PPN", 43, 2)
          .build();

  static final Csr HGEIP = none("hgeip", 0xe12);

  static final Csr MTINST =
      hypervisor("mtinst", 0x34a, Rv64State.MTINST, "priv:norm:mtinst_sz_acc_op")
          .any("mtinst", 63, 0)
          .build();

  static final Csr MTVAL2 =
      hypervisor("mtval2", 0x34b, Rv64State.MTVAL2, "priv:norm:mtval2_sz_acc_op")
          .any("mtval2", 63, 0)
          .build();

  /** The chapter's registers; {@code hip} and {@code hie} are with the interrupts. */
  public static List<Csr> csrs() {
    return List.of(
        HSTATUS,
        HEDELEG,
        HIDELEG,
        HTIMEDELTA,
        HCOUNTEREN,
        HGEIE,
        HENVCFG,
        HTVAL,
        HVIP,
        HTINST,
        HGATP,
        HGEIP,
        MTINST,
        MTVAL2);
  }

  /**
   * The registers of a set that there are without the hypervisor extension: what classifications,
   * proofs and random programs for machines without it are about.
   */
  public static List<Csr> othersOf(InstructionSet set) {
    return set.csrs().stream().filter(csr -> !isAdded(csr)).toList();
  }

  /** Whether a register belongs to the extension. */
  public static boolean isAdded(Csr csr) {
    return csr.isOfHypervisor()
        || csr.address() == MTINST.address()
        || csr.address() == MTVAL2.address();
  }

  private static CsrBuilder hypervisor(
      String name, int address, StateVariable stored, String section) {
    return csr(name, address, stored).section(section).illegalWhen(not(hasHypervisor()));
  }

  /** A register of guest external interrupts, of which there are none. */
  private static Csr none(String name, int address) {
    return computed(name, address, "read-only 0: GEILEN is 0", word(0))
        .section("priv:norm:geilen")
        .illegalWhen(not(hasHypervisor()))
        .build();
  }

  private static BinaryOperator<Expression> leave(Field byM) {
    return (old, written) -> and(written, byM.get());
  }
}

package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.compare;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.isZero;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.notEqual;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.zeroExtend;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.StateVariable;

/**
 * What holds in every state that a hart can come to: the legal values of its control registers. A
 * hart has them at reset, and no instruction and no trap takes them away, which is proved; whoever
 * reasons about "all states" means these.
 */
public final class Invariants {
  private Invariants() {}

  /**
   * Something that always holds.
   *
   * @param name what it says, for people
   * @param section where the manual asks for it, {@code volume:anchor}
   * @param holds one bit, over the state
   */
  public record Invariant(String name, String section, Expression holds) {}

  /** The bits of {@code mstatus} that are stored; the others are constant. */
  public static final long STATUS =
      Rv64State.SIE.mask()
          | Rv64State.MIE_BIT.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.MPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.MPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.MPRV.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask()
          | Rv64State.TVM.mask()
          | Rv64State.TW.mask()
          | Rv64State.TSR.mask();

  /** What an implementation's choices must be for its states to be legal ones. */
  public static final List<Invariant> OF_CHOICES =
      List.of(
          new Invariant(
              "the widest paging is none, Sv39, Sv48 or Sv57",
              "priv:satp",
              isPaging(Rv64State.WIDEST_PAGING.whole().get())));

  /** All of them, of the state that programs see. */
  public static final List<Invariant> ALL = all();

  private static List<Invariant> all() {
    List<Invariant> found = new ArrayList<>();
    found.add(
        new Invariant("the mode is U, S or M", "priv:privlevels", isMode(whole(Rv64State.MODE))));
    found.add(new Invariant("MPP is U, S or M", "priv:privstack", isMode(Rv64State.MPP.get())));
    found.add(
        only(
            "priv:mstatus",
            Rv64State.MSTATUS,
            STATUS,
            Rv64State.GVA.mask() | Rv64State.MPV.mask()));
    found.add(
        only(
            "priv:medeleg",
            Rv64State.MEDELEG,
            MachineLevel.DELEGABLE_EXCEPTIONS,
            MachineLevel.DELEGABLE_GUEST_EXCEPTIONS));
    found.add(only("priv:medeleg", Rv64State.MIDELEG, MachineLevel.DELEGABLE_INTERRUPTS));
    found.add(
        only("priv:mie", Rv64State.MIE, MachineLevel.INTERRUPTS, MachineLevel.GUEST_INTERRUPTS));
    found.add(only("priv:mip", Rv64State.MIP, MachineLevel.DELEGABLE_INTERRUPTS));
    found.add(only("priv:mtvec", Rv64State.MTVEC, ~2L));
    found.add(only("priv:stvec", Rv64State.STVEC, ~2L));
    found.add(only("priv:mepc", Rv64State.MEPC, ~1L));
    found.add(only("priv:sepc", Rv64State.SEPC, ~1L));
    found.add(
        new Invariant(
            "V is set only with H, and not in M",
            "priv:hypervisor",
            or(
                not(Modes.virtual()),
                and(
                    Modes.hasHypervisor(),
                    not(Modes.is(whole(Rv64State.MODE), PrivilegeMode.M))))));
    found.addAll(ofHypervisor());
    found.add(new Invariant("the pc is even", "unpriv:c", isZero(and(Build.PC, word(1)))));
    long supervisorEnvironment =
        Rv64State.MENVCFG_FIOM.mask()
            | Rv64State.MENVCFG_CBIE.mask()
            | Rv64State.MENVCFG_CBCFE.mask()
            | Rv64State.MENVCFG_CBZE.mask();
    found.add(
        only(
            "priv:menvcfg",
            Rv64State.MENVCFG,
            supervisorEnvironment
                | Rv64State.MENVCFG_ADUE.mask()
                | Rv64State.MENVCFG_PBMTE.mask()
                | Rv64State.MENVCFG_STCE.mask()));
    found.add(only("priv:senvcfg", Rv64State.SENVCFG, supervisorEnvironment));
    found.add(
        new Invariant(
            "menvcfg.CBIE is not 2",
            "priv:menvcfg",
            notEqual(Rv64State.MENVCFG_CBIE.get(), constant(2, 2))));
    found.add(
        new Invariant(
            "senvcfg.CBIE is not 2",
            "priv:senvcfg",
            notEqual(bits(whole(Rv64State.SENVCFG), 5, 4), constant(2, 2))));
    found.add(implies("ADUE", Rv64State.MENVCFG_ADUE, "Svadu", Rv64State.HAS_SVADU));
    found.add(implies("STCE", Rv64State.MENVCFG_STCE, "Sstc", Rv64State.HAS_SSTC));
    found.add(
        new Invariant(
            "satp.MODE is one that exists",
            "priv:satp",
            and(
                isPaging(Rv64State.SATP_MODE.get()),
                compare(
                    Comparison.NOT_LESS_UNSIGNED,
                    whole(Rv64State.WIDEST_PAGING),
                    Rv64State.SATP_MODE.get()))));
    found.add(
        new Invariant(
            "satp.ASID has only bits that exist",
            "priv:satp",
            isZero(and(Rv64State.SATP_ASID.get(), not(whole(Rv64State.ASID_MASK))))));
    found.addAll(stateEnables());
    found.addAll(protection());
    return List.copyOf(found);
  }

  /** The registers of the hypervisor extension; without it they are all zero. */
  private static List<Invariant> ofHypervisor() {
    List<Invariant> found = new ArrayList<>();
    found.add(onlyWith("priv:norm:hstatus_sz_acc_op", Rv64State.HSTATUS, 0x70_03c0));
    found.add(
        onlyWith("priv:norm:hedeleg_acc", Rv64State.HEDELEG, HypervisorLevel.DELEGABLE_EXCEPTIONS));
    found.add(onlyWith("priv:norm:hideleg_acc", Rv64State.HIDELEG, MachineLevel.GUEST_INTERRUPTS));
    found.add(onlyWith("priv:norm:hvip_acc", Rv64State.HVIP, MachineLevel.GUEST_INTERRUPTS));
    found.add(onlyWith("priv:norm:vsstatus_sz_acc_op", Rv64State.VSSTATUS, 0xc_6122));
    found.add(onlyWith("priv:norm:vstvec_sz_acc_op", Rv64State.VSTVEC, ~2L));
    found.add(onlyWith("priv:norm:vspec_sz_acc_op", Rv64State.VSEPC, ~1L));
    found.add(onlyWith("priv:norm:hgatp_ppn_op", Rv64State.HGATP, ~(3L << 58 | 3)));
    long shared = 7L << 61;
    found.add(onlyWith("priv:norm:henvcfg_sz_acc_op", Rv64State.HENVCFG, shared | 0xf1));
    found.add(
        new Invariant(
            "henvcfg has ADUE, PBMTE and STCE only where menvcfg has",
            "priv:norm:henvcfg_sz_acc_op",
            isZero(and(whole(Rv64State.HENVCFG), not(whole(Rv64State.MENVCFG)), word(shared)))));
    found.add(
        new Invariant(
            "henvcfg.CBIE is not 2",
            "priv:norm:henvcfg_cbie",
            notEqual(Rv64State.HENVCFG_CBIE.get(), constant(2, 2))));
    for (Field mode : List.of(Rv64State.HGATP_MODE, Rv64State.VSATP_MODE)) {
      found.add(
          new Invariant(
              mode + " is one that exists",
              "priv:hypervisor",
              not(PagingModes.unsupported(mode.get()))));
    }
    found.add(
        new Invariant(
            "hgatp.VMID has only bits that exist",
            "priv:norm:hgatp_vmid",
            isZero(and(Rv64State.HGATP_VMID.get(), not(whole(Rv64State.VMID_MASK))))));
    return found;
  }

  /** What one level withholds, the level below has not to give. */
  private static List<Invariant> stateEnables() {
    List<Invariant> found = new ArrayList<>();
    for (int i = 0; i < Rv64State.STATE_ENABLES; i++) {
      StateVariable machine = Rv64State.mstateen(i);
      StateVariable hypervisor = Rv64State.hstateen(i);
      long bits = 1L << 63 | (i == 0 ? Rv64State.MSTATEEN_ENVCFG.mask() : 0);
      found.add(only("priv:norm:mstateen_rv64_csrs", machine, bits));
      found.add(onlyWith("priv:norm:hstateen_rv64_csrs", hypervisor, bits));
      found.add(
          new Invariant(
              "%s has only bits that %s has".formatted(hypervisor, machine),
              "priv:norm:mstateen_lower_priv_roz",
              isZero(and(whole(hypervisor), not(whole(machine))))));
    }
    return found;
  }

  private static Invariant onlyWith(String section, StateVariable variable, long mask) {
    return only(section, variable, 0, mask);
  }

  /** In no entry of physical memory protection W without R, or a reserved bit. */
  private static List<Invariant> protection() {
    List<Invariant> found = new ArrayList<>();
    for (StateVariable register : List.of(Rv64State.PMPCFG0, Rv64State.PMPCFG2)) {
      found.add(only("priv:pmp", register, 0x9f9f_9f9f_9f9f_9f9fL));
      Expression readable = and(whole(register), word(0x0101_0101_0101_0101L));
      Expression writable = bits(whole(register), 63, 1);
      Expression writeOnly =
          and(zeroExtend(writable, 64), not(readable), word(0x0101_0101_0101_0101L));
      found.add(
          new Invariant(
              register + " has no entry with W and without R", "priv:pmp", isZero(writeOnly)));
    }
    return found;
  }

  private static Invariant only(String section, StateVariable variable, long mask) {
    return new Invariant(
        "%s has no bits but %x".formatted(variable, mask),
        section,
        isZero(and(whole(variable), constant(~mask, variable.width()))));
  }

  /** The same, with more bits where there is the hypervisor extension. */
  private static Invariant only(String section, StateVariable variable, long mask, long with) {
    Expression legal = select(Modes.hasHypervisor(), word(mask | with), word(mask));
    return new Invariant(
        "%s has no bits but %x, and with H %x".formatted(variable, mask, with),
        section,
        isZero(and(whole(variable), not(legal))));
  }

  private static Invariant implies(String name, Field bit, String extension, StateVariable exists) {
    return new Invariant(
        "menvcfg.%s is set only with %s".formatted(name, extension),
        "priv:menvcfg",
        or(not(bit.get()), whole(exists)));
  }

  private static Expression isMode(Expression mode) {
    return notEqual(mode, constant(2, 2));
  }

  private static Expression isPaging(Expression mode) {
    Expression exists =
        and(
            not(below(mode, constant(AddressTranslation.SV39, 4))),
            not(below(constant(AddressTranslation.SV57, 4), mode)));
    return or(isZero(mode), exists);
  }

  private static Expression whole(StateVariable variable) {
    return variable.whole().get();
  }
}

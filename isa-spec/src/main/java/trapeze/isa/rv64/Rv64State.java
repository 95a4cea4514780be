package trapeze.isa.rv64;

import trapeze.isa.ir.Field;
import trapeze.isa.ir.StateSpace;
import trapeze.isa.ir.StateVariable;

/**
 * The state of an RV64 hart beside its pc and its general registers.
 *
 * <p>A variable is what the hart stores. A CSR is how a program sees it: {@code sstatus} has no
 * variable, and {@code mip} as read is {@link #MIP}, which only holds what software wrote, together
 * with the interrupt lines and the timer comparison.
 */
public final class Rv64State {
  private Rv64State() {}

  /** All of it. */
  public static final StateSpace SPACE = new StateSpace("rv64");

  /** Privilege mode: 0 U, 1 S, 3 M; of a guest if {@link #VIRTUAL} is set. */
  public static final StateVariable MODE = register("mode", 2);

  public static final StateVariable MSTATUS = register("mstatus", 64);
  public static final Field SIE = MSTATUS.bit("SIE", 1);
  public static final Field MIE_BIT = MSTATUS.bit("MIE", 3);
  public static final Field SPIE = MSTATUS.bit("SPIE", 5);
  public static final Field MPIE = MSTATUS.bit("MPIE", 7);
  public static final Field SPP = MSTATUS.bit("SPP", 8);
  public static final Field MPP = MSTATUS.field("MPP", 12, 11);
  public static final Field FS = MSTATUS.field("FS", 14, 13);
  public static final Field MPRV = MSTATUS.bit("MPRV", 17);
  public static final Field SUM = MSTATUS.bit("SUM", 18);
  public static final Field MXR = MSTATUS.bit("MXR", 19);
  public static final Field TVM = MSTATUS.bit("TVM", 20);
  public static final Field TW = MSTATUS.bit("TW", 21);
  public static final Field TSR = MSTATUS.bit("TSR", 22);

  public static final StateVariable MEDELEG = register("medeleg", 64);
  public static final StateVariable MIDELEG = register("mideleg", 64);
  public static final StateVariable MIE = register("mie", 64);

  /** What software wrote to SSIP, STIP and SEIP; the lines are no part of it. */
  public static final StateVariable MIP = register("mip", 64);

  public static final StateVariable MTVEC = register("mtvec", 64);
  public static final StateVariable MCOUNTEREN = register("mcounteren", 32);
  public static final StateVariable MSCRATCH = register("mscratch", 64);
  public static final StateVariable MEPC = register("mepc", 64);
  public static final StateVariable MCAUSE = register("mcause", 64);
  public static final StateVariable MTVAL = register("mtval", 64);
  public static final StateVariable MENVCFG = register("menvcfg", 64);

  /** Fence of I/O implies memory; in {@code menvcfg}. */
  public static final Field MENVCFG_FIOM = MENVCFG.bit("FIOM", 0);

  /** What {@code cbo.inval} does below M; in {@code menvcfg}. */
  public static final Field MENVCFG_CBIE = MENVCFG.field("CBIE", 5, 4);

  public static final Field MENVCFG_CBCFE = MENVCFG.bit("CBCFE", 6);
  public static final Field MENVCFG_CBZE = MENVCFG.bit("CBZE", 7);

  /** Hardware updates A and D (Svadu); in {@code menvcfg}. */
  public static final Field MENVCFG_ADUE = MENVCFG.bit("ADUE", 61);

  /** Page-based memory types (Svpbmt); in {@code menvcfg}. */
  public static final Field MENVCFG_PBMTE = MENVCFG.bit("PBMTE", 62);

  /** {@code stimecmp} exists below M (Sstc); in {@code menvcfg}. */
  public static final Field MENVCFG_STCE = MENVCFG.bit("STCE", 63);

  /** {@code mcycle} less the hart's steps. */
  public static final StateVariable MCYCLE_OFFSET = register("mcycle.offset", 64);

  /** {@code minstret} less the instructions that the hart has retired. */
  public static final StateVariable MINSTRET_OFFSET = register("minstret.offset", 64);

  public static final StateVariable STVEC = register("stvec", 64);
  public static final StateVariable SCOUNTEREN = register("scounteren", 32);
  public static final StateVariable SSCRATCH = register("sscratch", 64);
  public static final StateVariable SEPC = register("sepc", 64);
  public static final StateVariable SCAUSE = register("scause", 64);
  public static final StateVariable STVAL = register("stval", 64);
  public static final StateVariable SENVCFG = register("senvcfg", 64);
  public static final StateVariable STIMECMP = register("stimecmp", 64);

  public static final StateVariable SATP = register("satp", 64);
  public static final Field SATP_MODE = SATP.field("MODE", 63, 60);
  public static final Field SATP_ASID = SATP.field("ASID", 59, 44);
  public static final Field SATP_PPN = SATP.field("PPN", 43, 0);

  /** Accrued exceptions: NX 0, UF 1, OF 2, DZ 3, NV 4. */
  public static final StateVariable FFLAGS = register("fflags", 5);

  /** Dynamic rounding mode. */
  public static final StateVariable FRM = register("frm", 3);

  /** Configurations of the 16 PMP entries, 8 bits each, entry 0 lowest in the first. */
  public static final StateVariable PMPCFG0 = register("pmpcfg0", 64);

  /** Configurations of entries 8 to 15. */
  public static final StateVariable PMPCFG2 = register("pmpcfg2", 64);

  /** Number of PMP entries. */
  public static final int PMP_ENTRIES = 16;

  private static final StateVariable[] PMPADDR = new StateVariable[PMP_ENTRIES];

  static {
    for (int i = 0; i < PMP_ENTRIES; i++) {
      PMPADDR[i] = register("pmpaddr" + i, 54);
    }
  }

  /** Address register of one PMP entry: bits 55:2 of a physical address. */
  public static StateVariable pmpaddr(int entry) {
    return PMPADDR[entry];
  }

  /** The virtualization mode V: whether the hart is in VS or VU (priv:hypervisor). */
  public static final StateVariable VIRTUAL = register("virtual", 1);

  /** Whether the trap value is a guest-virtual address; in {@code mstatus}. */
  public static final Field GVA = MSTATUS.bit("GVA", 38);

  /** The virtualization mode that a trap to M came from; in {@code mstatus}. */
  public static final Field MPV = MSTATUS.bit("MPV", 39);

  /** Guest-physical address of a guest-page fault taken in M, shifted right by 2. */
  public static final StateVariable MTVAL2 = register("mtval2", 64);

  public static final StateVariable MTINST = register("mtinst", 64);

  public static final StateVariable HSTATUS = register("hstatus", 64);
  public static final Field HSTATUS_GVA = HSTATUS.bit("GVA", 6);
  public static final Field SPV = HSTATUS.bit("SPV", 7);
  public static final Field SPVP = HSTATUS.bit("SPVP", 8);
  public static final Field HU = HSTATUS.bit("HU", 9);
  public static final Field VTVM = HSTATUS.bit("VTVM", 20);
  public static final Field VTW = HSTATUS.bit("VTW", 21);
  public static final Field VTSR = HSTATUS.bit("VTSR", 22);

  public static final StateVariable HEDELEG = register("hedeleg", 64);
  public static final StateVariable HIDELEG = register("hideleg", 64);

  /** Interrupts that software injects into VS; the bits of {@code hip} and {@code mip} follow. */
  public static final StateVariable HVIP = register("hvip", 64);

  public static final StateVariable HCOUNTEREN = register("hcounteren", 32);
  public static final StateVariable HTIMEDELTA = register("htimedelta", 64);
  public static final StateVariable HENVCFG = register("henvcfg", 64);
  public static final Field HENVCFG_CBIE = HENVCFG.field("CBIE", 5, 4);
  public static final Field HENVCFG_CBCFE = HENVCFG.bit("CBCFE", 6);
  public static final Field HENVCFG_CBZE = HENVCFG.bit("CBZE", 7);
  public static final Field HENVCFG_ADUE = HENVCFG.bit("ADUE", 61);
  public static final Field HENVCFG_PBMTE = HENVCFG.bit("PBMTE", 62);
  public static final Field HENVCFG_STCE = HENVCFG.bit("STCE", 63);

  /** Guest-physical address of a guest-page fault taken in HS, shifted right by 2. */
  public static final StateVariable HTVAL = register("htval", 64);

  public static final StateVariable HTINST = register("htinst", 64);

  public static final StateVariable HGATP = register("hgatp", 64);
  public static final Field HGATP_MODE = HGATP.field("MODE", 63, 60);
  public static final Field HGATP_VMID = HGATP.field("VMID", 57, 44);
  public static final Field HGATP_PPN = HGATP.field("PPN", 43, 0);

  public static final StateVariable VSSTATUS = register("vsstatus", 64);
  public static final Field VS_SIE = VSSTATUS.bit("SIE", 1);
  public static final Field VS_SPIE = VSSTATUS.bit("SPIE", 5);
  public static final Field VS_SPP = VSSTATUS.bit("SPP", 8);
  public static final Field VS_FS = VSSTATUS.field("FS", 14, 13);
  public static final Field VS_SUM = VSSTATUS.bit("SUM", 18);
  public static final Field VS_MXR = VSSTATUS.bit("MXR", 19);

  public static final StateVariable VSTVEC = register("vstvec", 64);
  public static final StateVariable VSSCRATCH = register("vsscratch", 64);
  public static final StateVariable VSEPC = register("vsepc", 64);
  public static final StateVariable VSCAUSE = register("vscause", 64);
  public static final StateVariable VSTVAL = register("vstval", 64);
  public static final StateVariable VSTIMECMP = register("vstimecmp", 64);

  public static final StateVariable VSATP = register("vsatp", 64);
  public static final Field VSATP_MODE = VSATP.field("MODE", 63, 60);
  public static final Field VSATP_ASID = VSATP.field("ASID", 59, 44);
  public static final Field VSATP_PPN = VSATP.field("PPN", 43, 0);

  /** Number of {@code mstateen} registers, and of {@code hstateen}. */
  public static final int STATE_ENABLES = 4;

  private static final StateVariable[] MSTATEEN = new StateVariable[STATE_ENABLES];
  private static final StateVariable[] HSTATEEN = new StateVariable[STATE_ENABLES];

  static {
    for (int i = 0; i < STATE_ENABLES; i++) {
      MSTATEEN[i] = register("mstateen" + i, 64);
      HSTATEEN[i] = register("hstateen" + i, 64);
    }
  }

  /** State enables of M, by their number (Smstateen). */
  public static StateVariable mstateen(int number) {
    return MSTATEEN[number];
  }

  /** State enables of HS, by their number (Ssstateen). */
  public static StateVariable hstateen(int number) {
    return HSTATEEN[number];
  }

  /** {@code senvcfg} and {@code henvcfg} below M; in {@code mstateen0}. */
  public static final Field MSTATEEN_ENVCFG = MSTATEEN[0].bit("ENVCFG", 62);

  /** {@code senvcfg} in VS; in {@code hstateen0}. */
  public static final Field HSTATEEN_ENVCFG = HSTATEEN[0].bit("ENVCFG", 62);

  /** The leaf page-table entry that a translation ended with. */
  public static final StateVariable WALK_LEAF = SPACE.scratch("walk.leaf", 64);

  /** Physical address of that entry. */
  public static final StateVariable WALK_LEAF_ADDRESS = SPACE.scratch("walk.leafAddress", 64);

  /** Bits of address that the leaf maps: 12, 16 (Svnapot), 21, 30, 39 or 48; 63 if unpaged. */
  public static final StateVariable WALK_SHIFT = SPACE.scratch("walk.shift", 6);

  /** The physical address that a translation came to. */
  public static final StateVariable WALK_ADDRESS = SPACE.scratch("walk.address", 64);

  /** Whether the leaf, or an entry above it, is global. */
  public static final StateVariable WALK_GLOBAL = SPACE.scratch("walk.global", 1);

  /** The guest-physical address that VS-stage translation came to, or that faulted. */
  public static final StateVariable WALK_GUEST_PHYSICAL = SPACE.scratch("walk.guestPhysical", 64);

  /** Bits of address that a guest's own leaf maps, whatever lies behind it; 63 if unpaged. */
  public static final StateVariable WALK_VIRTUAL_SHIFT = SPACE.scratch("walk.virtualShift", 6);

  /** The leaf page-table entry of G-stage translation. */
  public static final StateVariable WALK_GUEST_LEAF = SPACE.scratch("walk.guestLeaf", 64);

  /** Bits of guest-physical address that that leaf maps; 63 if there is no G-stage. */
  public static final StateVariable WALK_GUEST_SHIFT = SPACE.scratch("walk.guestShift", 6);

  /** What a guest-page fault of the walk itself says of its instruction, else 0 (priv:tinst). */
  public static final StateVariable WALK_INSTRUCTION = SPACE.scratch("walk.instruction", 64);

  /** Whose table a walk reads: 0 the only one, 1 the VS-stage's, 2 the G-stage's. */
  public static final StateVariable WALK_STAGE = SPACE.scratch("walk.stage", 2);

  /** {@code mhartid}. */
  public static final StateVariable HART_ID = SPACE.choice("hartid", 64);

  /** The widest mode that {@code satp} takes: 0 none, 8 Sv39, 9 Sv48, 10 Sv57, and all below. */
  public static final StateVariable WIDEST_PAGING = SPACE.choice("widest-paging", 4);

  /** The bits of an ASID that exist, as a mask. */
  public static final StateVariable ASID_MASK = SPACE.choice("asid-mask", 16);

  /** Whether scalar loads and stores may be misaligned. */
  public static final StateVariable MISALIGNED = SPACE.choice("misaligned", 1);

  /** Whether Svadu is implemented, so that ADUE can be set. */
  public static final StateVariable HAS_SVADU = SPACE.choice("svadu", 1);

  /** Whether Sstc is implemented, so that STCE can be set. */
  public static final StateVariable HAS_SSTC = SPACE.choice("sstc", 1);

  /** Whether the hypervisor extension is implemented. */
  public static final StateVariable HAS_HYPERVISOR = SPACE.choice("hypervisor", 1);

  /** Whether Smstateen is implemented, and with it Ssstateen. */
  public static final StateVariable HAS_STATEEN = SPACE.choice("stateen", 1);

  /** The bits of a VMID that exist, as a mask. */
  public static final StateVariable VMID_MASK = SPACE.choice("vmid-mask", 14);

  /** Whether {@code time} can be read as a CSR without a trap to M. */
  public static final StateVariable HAS_TIME = SPACE.choice("time-csr", 1);

  private static StateVariable register(String name, int width) {
    return SPACE.register(name, width);
  }
}

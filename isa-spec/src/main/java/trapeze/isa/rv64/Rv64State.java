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

  /** Privilege mode: 0 U, 1 S, 3 M. */
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

  /** Whether {@code time} can be read as a CSR without a trap to M. */
  public static final StateVariable HAS_TIME = SPACE.choice("time-csr", 1);

  private static StateVariable register(String name, int width) {
    return SPACE.register(name, width);
  }
}

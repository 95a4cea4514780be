package trapeze.isa.rv64;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.StateVariable;

/**
 * What of the real hart's registers is the same for every guest that it executes in VS and VU:
 * which are lent as they are, and what is fixed. {@link HardwareAssistance} gives the others, which
 * the virtual hart's state decides.
 */
public final class AssistedRegisters {
  private AssistedRegisters() {}

  /**
   * A register that goes both ways as it is.
   *
   * @param virtual the virtual hart's variable
   * @param real the real hart's variable that stands for it, of the same width
   */
  public record Lent(StateVariable virtual, StateVariable real) {}

  /** What is lent to the guest as it is. */
  public static final List<Lent> LENT =
      List.of(
          new Lent(Rv64State.MODE, Rv64State.MODE),
          new Lent(Rv64State.STVEC, Rv64State.VSTVEC),
          new Lent(Rv64State.SSCRATCH, Rv64State.VSSCRATCH),
          new Lent(Rv64State.SEPC, Rv64State.VSEPC),
          new Lent(Rv64State.SCAUSE, Rv64State.VSCAUSE),
          new Lent(Rv64State.STVAL, Rv64State.VSTVAL),
          new Lent(Rv64State.SATP, Rv64State.VSATP),
          new Lent(Rv64State.SCOUNTEREN, Rv64State.SCOUNTEREN),
          new Lent(Rv64State.SENVCFG, Rv64State.SENVCFG));

  /**
   * What is lent where the real hart walks shadow tables in the place of the guest's own: {@code
   * vsatp} is theirs, and the guest's {@code satp} traps.
   */
  public static final List<Lent> LENT_BUT_PAGING =
      LENT.stream().filter(lent -> lent.virtual() != Rv64State.SATP).toList();

  /** What is lent to a guest's guest as it is: the registers of VS are those of VS. */
  public static final List<Lent> LENT_TO_GUEST =
      Stream.of(
              Rv64State.MODE,
              Rv64State.VSSTATUS,
              Rv64State.VSTVEC,
              Rv64State.VSSCRATCH,
              Rv64State.VSEPC,
              Rv64State.VSCAUSE,
              Rv64State.VSTVAL,
              Rv64State.VSATP,
              Rv64State.SCOUNTEREN,
              Rv64State.SENVCFG)
          .map(variable -> new Lent(variable, variable))
          .toList();

  /**
   * Exceptions that the monitor has to see first where there are shadow tables: page and access
   * faults, behind which those may be.
   */
  public static final long OF_SHADOW_TABLES =
      1L << ExceptionCause.INSTRUCTION_ACCESS_FAULT.code()
          | 1L << ExceptionCause.LOAD_ACCESS_FAULT.code()
          | 1L << ExceptionCause.STORE_ACCESS_FAULT.code()
          | 1L << ExceptionCause.INSTRUCTION_PAGE_FAULT.code()
          | 1L << ExceptionCause.LOAD_PAGE_FAULT.code()
          | 1L << ExceptionCause.STORE_PAGE_FAULT.code();

  /** NAPOT with R, W and X. */
  private static final long EVERYTHING = 0x1f;

  static final long FLOATING_CLEAN = 2L << Rv64State.FS.low();

  /**
   * Of {@code henvcfg}, what enables instructions that manage caches: they need what a load needs
   * and fault as a store, so that from a fault of theirs a monitor that has to look into the
   * guest's tables cannot tell what to look for. It withholds and emulates them.
   */
  public static final long CACHE_MANAGEMENT =
      Rv64State.MENVCFG_CBIE.mask() | Rv64State.MENVCFG_CBCFE.mask();

  static final long CACHE_BLOCKS = CACHE_MANAGEMENT | Rv64State.MENVCFG_CBZE.mask();

  static final long TRANSLATION = Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();

  /**
   * The real hart's control registers while the guest is in VS or VU, as far as they are neither
   * zero nor the guest's. Machine level withholds nothing, so that it is the hypervisor's registers
   * that decide, and what they withhold is a virtual-instruction exception, which is never
   * delegated. FS is Clean: it becomes Dirty when the guest's registers change.
   */
  public static final List<Deprivileging.Fixed> CONFIGURATION =
      List.of(
          new Deprivileging.Fixed(Rv64State.VIRTUAL, 1),
          new Deprivileging.Fixed(Rv64State.MSTATUS, FLOATING_CLEAN),
          new Deprivileging.Fixed(Rv64State.MCOUNTEREN, 0xffff_ffffL),
          new Deprivileging.Fixed(
              Rv64State.MENVCFG, CACHE_BLOCKS | TRANSLATION | Rv64State.MENVCFG_STCE.mask()),
          new Deprivileging.Fixed(Rv64State.PMPCFG0, EVERYTHING),
          new Deprivileging.Fixed(
              Rv64State.pmpaddr(0), -1L >>> (64 - Rv64State.pmpaddr(0).width())));

  /**
   * The same where the real hart has state enables: it is {@code hstateen0} that decides, by {@link
   * StateEnable#LENT}, and every register of state enables that the guest touches traps.
   */
  public static final List<Deprivileging.Fixed> STATE_ENABLES =
      List.of(
          new Deprivileging.Fixed(
              Rv64State.mstateen(0), StateEnable.OWN | Rv64State.MSTATEEN_ENVCFG.mask()),
          new Deprivileging.Fixed(Rv64State.mstateen(1), StateEnable.OWN),
          new Deprivileging.Fixed(Rv64State.mstateen(2), StateEnable.OWN),
          new Deprivileging.Fixed(Rv64State.mstateen(3), StateEnable.OWN));

  /**
   * What that sets beside {@link Deprivileging#CONFIGURATION}, and the routines here give: zero
   * again while the guest is in virtual M.
   */
  public static final List<StateVariable> WITHDRAWN =
      List.of(
          Rv64State.VIRTUAL,
          Rv64State.MSTATUS,
          Rv64State.MCOUNTEREN,
          Rv64State.MEDELEG,
          Rv64State.MIE,
          Rv64State.SCOUNTEREN,
          Rv64State.SENVCFG,
          Rv64State.mstateen(0),
          Rv64State.mstateen(1),
          Rv64State.mstateen(2),
          Rv64State.mstateen(3));
}

package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.shiftRight;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.modeIs;

import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/**
 * What a real hart is given of a virtual one while it executes a guest in U-mode, and what comes
 * back: no chapter of the manual, but the monitor's side of it. The general registers and the pc go
 * both ways as they are; what does not is here, so that the monitor that runs it and the prover
 * that says it is right read the same.
 *
 * <p>All routines act on the virtual hart's state; the real hart's {@code mstatus} is handed in.
 */
public final class Deprivileging {
  private Deprivileging() {}

  /**
   * What a state variable of the real hart holds for as long as guests are executed on it.
   *
   * @param variable the variable
   * @param value what it holds
   */
  public record Fixed(StateVariable variable, long value) {}

  /** FS of registers that have not been changed since they were loaded. */
  private static final long CLEAN = 2;

  /** NAPOT with R, W and X. */
  private static final long EVERYTHING = 0x1f;

  /**
   * The real hart's control registers, as far as they are not zero: U-mode, with all of memory left
   * to the real page tables. No interrupt is enabled, no counter can be read, nothing is delegated.
   */
  public static final List<Fixed> CONFIGURATION =
      List.of(
          new Fixed(Rv64State.MODE, PrivilegeMode.U.code()),
          new Fixed(Rv64State.MENVCFG, Rv64State.MENVCFG_CBZE.mask()),
          new Fixed(Rv64State.PMPCFG0, EVERYTHING),
          new Fixed(Rv64State.pmpaddr(0), -1L >>> (64 - Rv64State.pmpaddr(0).width())));

  private static final Expression STATUS = Rv64State.MSTATUS.whole().get();
  private static final Expression ENVIRONMENT = Rv64State.MENVCFG.whole().get();
  private static final Expression NOTHING = word(0);

  /** Whether the virtual hart is in VS or VU: a guest of the guest has it. */
  private static final Expression IS_VIRTUAL =
      and(Rv64State.HAS_HYPERVISOR.whole().get(), Rv64State.VIRTUAL.whole().get());

  /** Whether addresses go through the guest's page tables at all. */
  private static final Expression IS_TRANSLATED =
      select(
          IS_VIRTUAL,
          not(and(Rv64State.VSATP_MODE.is(0), Rv64State.HGATP_MODE.is(0))),
          not(or(modeIs(M), Rv64State.SATP_MODE.is(0))));

  /**
   * The real {@code mstatus}, 64 bits, from what it holds: FS is the guest's, the rest stays. Of a
   * guest's guest it is Off if either of its two is, and Dirty only if both are (priv:vsstatus).
   */
  public static final Routine PROJECTED_STATUS = projectedStatus();

  /** The real {@code senvcfg}, 64 bits: CBZE where the guest may zero blocks in its own mode. */
  public static final Routine PROJECTED_ENVIRONMENT =
      new Routine(
          "projectedEnvironment",
          List.of(),
          64,
          List.of(
              give(
                  select(
                      or(
                          modeIs(M),
                          and(
                              Rv64State.MENVCFG_CBZE.get(),
                              or(not(IS_VIRTUAL), Rv64State.HENVCFG_CBZE.get()),
                              or(modeIs(S), CacheBlocks.SENVCFG_CBZE.get()))),
                      word(CacheBlocks.SENVCFG_CBZE.mask()),
                      NOTHING))));

  /** One bit: whether the real hart is given the floating-point state; else it cannot see it. */
  public static final Routine LENDS_FLOATING_POINT =
      new Routine(
          "lendsFloatingPoint",
          List.of(),
          1,
          List.of(give(and(Rv64State.FS.isSet(), or(not(IS_VIRTUAL), Rv64State.VS_FS.isSet())))));

  /** One bit, of the real {@code mstatus}: whether floating-point state comes back: FS is Dirty. */
  public static final Routine RETURNS_FLOATING_POINT = returnsFloatingPoint();

  /** The virtual {@code mstatus}, 64 bits, from the real one: FS is Dirty if it was made so. */
  public static final Routine SAVED_STATUS = savedStatus();

  /** The virtual {@code vsstatus}, 64 bits: FS is Dirty if a guest's guest made the real one so. */
  public static final Routine SAVED_GUEST_STATUS = savedGuestStatus();

  /**
   * The guest's {@code satp} as far as its addresses depend on it: 0 where it does not count; of a
   * guest's guest its {@code vsatp}.
   */
  public static final Routine CONTEXT_SATP =
      new Routine(
          "contextSatp",
          List.of(),
          64,
          List.of(
              give(
                  select(
                      IS_TRANSLATED,
                      select(
                          IS_VIRTUAL,
                          select(
                              Rv64State.VSATP_MODE.is(0), NOTHING, Rv64State.VSATP.whole().get()),
                          Rv64State.SATP.whole().get()),
                      NOTHING))));

  /**
   * {@code hgatp}, 64 bits, where a guest's guest's addresses depend on it, with its VMID; or 0.
   */
  public static final Routine CONTEXT_GUEST_TABLES =
      new Routine(
          "contextGuestTables",
          List.of(),
          64,
          List.of(give(select(IS_VIRTUAL, Rv64State.HGATP.whole().get(), NOTHING))));

  /**
   * What else decides what an address means, 64 bits: SUM and MXR, ADUE and PBMTE, in the places
   * that they have in {@code mstatus} and {@code menvcfg}. Of a guest's guest SUM and MXR are its
   * own, {@code sstatus}'s MXR stands one place higher, and what is left of ADUE and PBMTE for the
   * VS-stage two places lower.
   */
  public static final Routine CONTEXT_OPTIONS = contextOptions();

  /** All of it. */
  public static List<Routine> routines() {
    return List.of(
        PROJECTED_STATUS,
        PROJECTED_ENVIRONMENT,
        LENDS_FLOATING_POINT,
        RETURNS_FLOATING_POINT,
        SAVED_STATUS,
        SAVED_GUEST_STATUS,
        CONTEXT_SATP,
        CONTEXT_GUEST_TABLES,
        CONTEXT_OPTIONS);
  }

  private static Routine projectedStatus() {
    Local real = new Local("real", 64);
    long floating = Rv64State.FS.mask();
    Expression own = and(STATUS, word(floating));
    Expression isOff = or(Rv64State.FS.is(0), Rv64State.VS_FS.is(0));
    Expression both = and(own, Rv64State.VSSTATUS.whole().get());
    Expression ofGuest =
        select(
            isOff,
            NOTHING,
            select(equal(both, word(floating)), word(floating), word(CLEAN << Rv64State.FS.low())));
    return new Routine(
        "projectedStatus",
        List.of(real),
        64,
        List.of(give(or(and(value(real), word(~floating)), select(IS_VIRTUAL, ofGuest, own)))));
  }

  private static Routine returnsFloatingPoint() {
    Local real = new Local("real", 64);
    return new Routine(
        "returnsFloatingPoint", List.of(real), 1, List.of(give(isDirty(value(real)))));
  }

  private static Routine savedStatus() {
    Local real = new Local("real", 64);
    return new Routine(
        "savedStatus",
        List.of(real),
        64,
        List.of(
            give(or(STATUS, select(isDirty(value(real)), word(Rv64State.FS.mask()), NOTHING)))));
  }

  private static Routine savedGuestStatus() {
    Local real = new Local("real", 64);
    Expression made = and(IS_VIRTUAL, isDirty(value(real)));
    return new Routine(
        "savedGuestStatus",
        List.of(real),
        64,
        List.of(
            give(
                or(
                    Rv64State.VSSTATUS.whole().get(),
                    select(made, word(Rv64State.VS_FS.mask()), NOTHING)))));
  }

  private static Expression isDirty(Expression status) {
    return equal(bits(status, Rv64State.FS.high(), Rv64State.FS.low()), constant(3, 2));
  }

  private static Routine contextOptions() {
    long translation = Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();
    long supervisor = Rv64State.SUM.mask() | Rv64State.MXR.mask();
    Expression concerned = select(modeIs(S), word(supervisor), word(Rv64State.MXR.mask()));
    Expression status = and(STATUS, concerned);
    Expression stages = and(ENVIRONMENT, word(translation));
    Expression ofGuest =
        or(
            and(Rv64State.VSSTATUS.whole().get(), concerned),
            shiftLeft(and(STATUS, word(Rv64State.MXR.mask())), constant(1, 6)),
            shiftRight(and(stages, Rv64State.HENVCFG.whole().get()), constant(2, 6)));
    return new Routine(
        "contextOptions",
        List.of(),
        64,
        List.of(
            give(select(IS_TRANSLATED, or(select(IS_VIRTUAL, ofGuest, status), stages), NOTHING))));
  }
}

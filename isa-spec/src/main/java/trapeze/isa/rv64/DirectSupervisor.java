package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.modeIs;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Deprivileging.Fixed;

/**
 * What a real hart is given of a virtual one while it executes the guest's S and U in its own S and
 * U, and what comes back: the sibling of {@link Deprivileging}, for the way that the manual's TVM,
 * TW and TSR were made for (priv:virt-control).
 *
 * <p>Whatever S can reach without a trap is the guest's own while the guest runs there: {@link
 * #LENT} as it stands, the rest by the routines. {@code satp} and fences trap by TVM, WFI by TW,
 * counters and {@code stimecmp} because M does not enable them, so what they tell is the virtual
 * machine's.
 *
 * <p>All routines act on the virtual hart's state; what the real hart has is handed in.
 */
public final class DirectSupervisor {
  private DirectSupervisor() {}

  /** Registers that go both ways as they are, like the general registers. */
  public static final List<StateVariable> LENT =
      List.of(
          Rv64State.STVEC,
          Rv64State.SCOUNTEREN,
          Rv64State.SENVCFG,
          Rv64State.SSCRATCH,
          Rv64State.SEPC,
          Rv64State.SCAUSE,
          Rv64State.STVAL);

  /**
   * What the real hart's control registers hold for as long as it executes such guests: as under
   * {@link Deprivileging}, which executes their M; and a hart that has the hypervisor extension has
   * it switched off, as {@code misa.H} does, or its S would reach that extension's registers.
   */
  public static final List<Fixed> CONFIGURATION =
      Stream.concat(
              Deprivileging.CONFIGURATION.stream(),
              Stream.of(new Fixed(Rv64State.HAS_HYPERVISOR, 0)))
          .toList();

  /** Bits of {@code mstatus} that S reads and writes, or SRET does. */
  private static final long SUPERVISOR_STATUS =
      Rv64State.SIE.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.MPRV.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask();

  /** Always set: the monitor has to see these. */
  private static final long TRAPPED = Rv64State.TVM.mask() | Rv64State.TW.mask();

  /**
   * Exceptions that may go to the guest's own S without an exit. Not page and access faults, which
   * may be the shadow tables'; not illegal instructions, which may be what TVM, TW and TSR trap.
   */
  private static final long DELEGABLE =
      1L << ExceptionCause.INSTRUCTION_ADDRESS_MISALIGNED.code()
          | 1L << ExceptionCause.BREAKPOINT.code()
          | 1L << ExceptionCause.LOAD_ADDRESS_MISALIGNED.code()
          | 1L << ExceptionCause.STORE_ADDRESS_MISALIGNED.code()
          | 1L << ExceptionCause.ECALL_FROM_U.code()
          | 1L << ExceptionCause.ECALL_FROM_S.code();

  /** Tells such a context from one of the same {@code satp} in which all pages are U's. */
  private static final long OWN_MODES = 1;

  private static final Expression STATUS = Rv64State.MSTATUS.whole().get();
  private static final Expression DELEGATED = Rv64State.MIDELEG.whole().get();
  private static final Expression ENABLED = Rv64State.MIE.whole().get();
  private static final Expression PENDING = Rv64State.MIP.whole().get();

  /**
   * One bit: whether the virtual hart can be executed so. M cannot; nor can the S of a machine with
   * the hypervisor extension, whose HS has registers that the real S has not.
   */
  public static final Routine RUNS_IN_SUPERVISOR =
      new Routine(
          "runsInSupervisor",
          List.of(),
          1,
          List.of(give(not(or(modeIs(M), Rv64State.HAS_HYPERVISOR.whole().get())))));

  /** The real {@code mstatus}, 64 bits, from what it holds. TSR is the guest's own. */
  public static final Routine STATUS_FOR_SUPERVISOR =
      ofReal(
          "supervisorStatus",
          real ->
              or(
                  merged(real, STATUS, word(SUPERVISOR_STATUS | Rv64State.TSR.mask())),
                  word(TRAPPED)));

  /** The virtual {@code mstatus}, 64 bits, from the real one. */
  public static final Routine SAVED_STATUS =
      ofReal("savedSupervisorStatus", real -> merged(STATUS, real, word(SUPERVISOR_STATUS)));

  /** The real {@code menvcfg}, 64 bits: what the guest's M enables and needs no emulation. */
  public static final Routine ENVIRONMENT =
      ofNothing(
          "supervisorEnvironment",
          and(Rv64State.MENVCFG.whole().get(), word(Rv64State.MENVCFG_CBZE.mask())));

  /** The real {@code medeleg}, 64 bits. */
  public static final Routine EXCEPTIONS =
      ofNothing("supervisorExceptions", and(Rv64State.MEDELEG.whole().get(), word(DELEGABLE)));

  /**
   * The real {@code mie}, 64 bits: what the guest's S sees of its own. The real {@code mideleg} is
   * the guest's.
   */
  public static final Routine ENABLED_FOR_SUPERVISOR =
      ofNothing("supervisorEnabled", and(ENABLED, DELEGATED));

  /** The virtual {@code mie}, 64 bits, from the real one. */
  public static final Routine SAVED_ENABLED =
      ofReal("savedSupervisorEnabled", real -> merged(ENABLED, real, DELEGATED));

  /** What is pending in the real {@code mip}, 64 bits: lines and timer of the guest included. */
  public static final Routine PENDING_FOR_SUPERVISOR =
      ofNothing("supervisorPending", and(call(Interrupts.READ_MIP), DELEGATED));

  /** What the virtual {@code mip} holds, 64 bits, from the real one: S can write only SSIP. */
  public static final Routine SAVED_PENDING =
      ofReal(
          "savedSupervisorPending",
          real ->
              merged(
                  PENDING, real, and(DELEGATED, word(InterruptCause.SUPERVISOR_SOFTWARE.bit()))));

  /**
   * What decides beside {@code satp} what an address means, 64 bits: ADUE and PBMTE where addresses
   * are translated. SUM and MXR are the real hart's own.
   */
  public static final Routine OPTIONS =
      ofNothing(
          "supervisorOptions",
          or(
              select(
                  Rv64State.SATP_MODE.is(0),
                  word(0),
                  and(
                      Rv64State.MENVCFG.whole().get(),
                      word(Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask()))),
              word(OWN_MODES)));

  /** What a leaf says, 4 bits: R, W if D is set too, X, U, the first lowest. */
  public static final Routine PERMISSIONS = permissions();

  /** All of it. */
  public static List<Routine> routines() {
    return List.of(
        RUNS_IN_SUPERVISOR,
        STATUS_FOR_SUPERVISOR,
        SAVED_STATUS,
        ENVIRONMENT,
        EXCEPTIONS,
        ENABLED_FOR_SUPERVISOR,
        SAVED_ENABLED,
        PENDING_FOR_SUPERVISOR,
        SAVED_PENDING,
        OPTIONS,
        PERMISSIONS);
  }

  /** One value, with another's bits under a mask. */
  private static Expression merged(Expression base, Expression other, Expression mask) {
    return or(and(base, not(mask)), and(other, mask));
  }

  private static Routine ofNothing(String name, Expression result) {
    return new Routine(name, List.of(), 64, List.of(give(result)));
  }

  private static Routine ofReal(String name, UnaryOperator<Expression> result) {
    Local real = new Local("real", 64);
    return new Routine(name, List.of(real), 64, List.of(give(result.apply(value(real)))));
  }

  private static Routine permissions() {
    Local leaf = new Local("leaf", 64);
    return new Routine(
        "supervisorPermissions",
        List.of(leaf),
        4,
        List.of(
            give(
                concatenate(
                    bits(value(leaf), 4, 4),
                    bits(value(leaf), 3, 3),
                    and(bits(value(leaf), 2, 2), bits(value(leaf), 7, 7)),
                    bits(value(leaf), 1, 1)))));
  }
}

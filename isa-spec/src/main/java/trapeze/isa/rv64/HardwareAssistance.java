package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.no;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.shiftRight;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.modeIs;

import java.util.List;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/**
 * What a real hart with the hypervisor extension is given of a virtual one while it executes a
 * guest in VS and VU, and what comes back: the sibling of {@link Deprivileging}, which still has
 * the guest while it is in virtual M.
 *
 * <p>What the guest can change without a trap, and so must come back, is this and no more
 * (priv:hypervisor): the general and floating-point registers and the pc; the mode; the registers
 * that VS finds in place of its own ({@code sstatus}, {@code sie}, {@code sip}, {@code stvec},
 * {@code sscratch}, {@code sepc}, {@code scause}, {@code stval}, {@code satp}); and {@code
 * scounteren} and {@code senvcfg}, of which there is one for all. {@code stimecmp} and the counters
 * trap, since {@code henvcfg} and {@code hcounteren} do not lend them; so do what TVM and TSR take
 * from the guest, and WFI always. Everything else belongs to modes that the guest is not in.
 *
 * <p>A guest that has the extension itself has more: its HS is in the real VS as S is, where its
 * registers of the extension trap; its own guest is in the real VS and VU too, where the registers
 * of VS are its own, as they stand ({@link AssistedRegisters#LENT_TO_GUEST}), and what HS withholds
 * is withheld.
 *
 * <p>All routines act on the virtual hart's state; values of the real hart's are handed in.
 */
public final class HardwareAssistance {
  private HardwareAssistance() {}

  /** Exceptions that VS may have: not its own calls, nor faults of the second stage. */
  static final long DELEGABLE_EXCEPTIONS = 0xb1ff;

  private static final long STATUS =
      Rv64State.SIE.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask();

  private static final long SSIP = InterruptCause.SUPERVISOR_SOFTWARE.bit();
  private static final long VSSIP = InterruptCause.VIRTUAL_SUPERVISOR_SOFTWARE.bit();

  private static final long OF_SUPERVISOR =
      SSIP | InterruptCause.SUPERVISOR_TIMER.bit() | InterruptCause.SUPERVISOR_EXTERNAL.bit();

  private static final Expression DELEGATED =
      and(Rv64State.MIDELEG.whole().get(), word(OF_SUPERVISOR));

  private static final Expression HAS_HYPERVISOR = Rv64State.HAS_HYPERVISOR.whole().get();

  /** Whether the virtual hart is in VS or VU: a guest of the guest has it. */
  private static final Expression IS_VIRTUAL = and(HAS_HYPERVISOR, Modes.virtual());

  /** The interrupts that its hypervisor leaves to a guest's guest. */
  private static final Expression DELEGATED_ON = Rv64State.HIDELEG.whole().get();

  private static final Expression PENDING = call(Interrupts.MIP.read());
  private static final Expression ENABLED = Rv64State.MIE.whole().get();

  /**
   * Whether an interrupt of VS is pending that HS takes, with a code that the real VS never has: HS
   * may enable it without a trap.
   */
  private static final Expression AWAITS_GUESTS_INTERRUPT =
      isNotZero(and(PENDING, ENABLED, not(DELEGATED_ON), word(MachineLevel.GUEST_INTERRUPTS)));

  /** The interrupts of VS stand one bit above those of S. */
  private static final Expression ONE = constant(1, 6);

  /**
   * One bit: whether the real hart's VS and VU stand for the mode that the virtual hart is in. In M
   * they do not; nor where MPRV has loads and stores act in another mode than fetches; nor in HS
   * while an interrupt waits there that only HS can have.
   */
  public static final Routine IS_ASSISTED =
      new Routine(
          "isAssisted",
          List.of(),
          1,
          List.of(
              give(
                  not(
                      or(
                          modeIs(M),
                          Rv64State.MPRV.get(),
                          and(HAS_HYPERVISOR, not(Modes.virtual()), AWAITS_GUESTS_INTERRUPT))))));

  /** {@code vsstatus}, 64 bits. */
  public static final Routine ASSISTED_STATUS =
      routine(
          "assistedStatus",
          select(
              IS_VIRTUAL,
              Rv64State.VSSTATUS.whole().get(),
              and(Rv64State.MSTATUS.whole().get(), word(STATUS))));

  /**
   * {@code mstatus}, 64 bits: as {@link AssistedRegisters#CONFIGURATION} has it; for a guest's
   * guest FS is Off if its hypervisor's is, and MXR its hypervisor's, which counts in both stages.
   */
  public static final Routine ASSISTED_MACHINE_STATUS =
      routine(
          "assistedMachineStatus",
          select(
              IS_VIRTUAL,
              or(
                  and(Rv64State.MSTATUS.whole().get(), word(Rv64State.MXR.mask())),
                  select(Rv64State.FS.is(0), word(0), word(AssistedRegisters.FLOATING_CLEAN))),
              word(AssistedRegisters.FLOATING_CLEAN)));

  /**
   * {@code hstatus}, 64 bits: what TVM and TSR take from the guest traps, and WFI. The parameter,
   * one bit: whether the guest's {@code satp} and SFENCE.VMA trap though TVM leaves them to it.
   */
  public static final Routine ASSISTED_CONTROL = assistedControl();

  /**
   * {@code medeleg} and {@code hedeleg}, 64 bits: what the guest delegates goes to VS directly, of
   * its guest's what is delegated twice. The parameter, 64 bits: exceptions that the monitor wants
   * to see first.
   */
  public static final Routine ASSISTED_EXCEPTIONS = assistedExceptions();

  /** {@code hideleg}, 64 bits. */
  public static final Routine ASSISTED_INTERRUPTS =
      routine("assistedInterrupts", select(IS_VIRTUAL, DELEGATED_ON, shiftLeft(DELEGATED, ONE)));

  /** {@code hvip}, 64 bits: what is pending for S, lines and timer included. */
  public static final Routine ASSISTED_PENDING = routine("assistedPending", delegated(PENDING));

  /** {@code mie}, 64 bits, of which VS sees its interrupts in {@code sie}. */
  public static final Routine ASSISTED_ENABLED = routine("assistedEnabled", delegated(ENABLED));

  /**
   * {@code henvcfg}, 64 bits: what {@code menvcfg} lends the guest, but for STCE; and its guest,
   * what {@code henvcfg} does too, but for the management of caches.
   */
  public static final Routine ASSISTED_ENVIRONMENT =
      routine(
          "assistedEnvironment",
          and(
              Rv64State.MENVCFG.whole().get(),
              select(
                  IS_VIRTUAL,
                  and(Rv64State.HENVCFG.whole().get(), word(~AssistedRegisters.CACHE_MANAGEMENT)),
                  word(-1)),
              word(
                  AssistedRegisters.CACHE_BLOCKS
                      | AssistedRegisters.TRANSLATION
                      | Rv64State.MENVCFG_FIOM.mask())));

  /** The virtual {@code mstatus}, 64 bits, from {@code vsstatus} of a guest that is not in VS. */
  public static final Routine SAVED_ASSISTED_STATUS =
      saved("savedAssistedStatus", Rv64State.MSTATUS, word(STATUS), 0);

  /** The virtual {@code mie}, 64 bits, from the real one. */
  public static final Routine SAVED_ASSISTED_ENABLED = savedEnabled();

  /**
   * What software wrote to the virtual {@code mip}, 64 bits, from {@code hvip}: of the supervisor's
   * interrupts S may write the software interrupt.
   */
  public static final Routine SAVED_ASSISTED_PENDING =
      saved("savedAssistedPending", Rv64State.MIP, and(DELEGATED, word(SSIP)), 1);

  /** The virtual {@code hvip}, 64 bits, from the real one: VS may write its software interrupt. */
  public static final Routine SAVED_GUEST_PENDING =
      saved("savedGuestPending", Rv64State.HVIP, and(DELEGATED_ON, word(VSSIP)), 0);

  /**
   * What a trap that goes to HS by itself leaves in the registers that the real VS has not: it came
   * from a mode without V, and tells no guest's address (priv:norm:H_trap_hs_csrwrites).
   */
  public static final Routine TAKEN_BY_HYPERVISOR =
      new Routine(
          "takenByHypervisor",
          List.of(),
          0,
          List.of(
              when(
                  and(HAS_HYPERVISOR, not(Modes.virtual())),
                  set(Rv64State.SPV, no()),
                  set(Rv64State.HSTATUS_GVA, no()),
                  set(Rv64State.HTVAL, word(0)),
                  set(Rv64State.HTINST, word(0)))));

  /** All of it. */
  public static List<Routine> routines() {
    return List.of(
        IS_ASSISTED,
        ASSISTED_STATUS,
        ASSISTED_CONTROL,
        ASSISTED_EXCEPTIONS,
        ASSISTED_INTERRUPTS,
        ASSISTED_PENDING,
        ASSISTED_ENABLED,
        ASSISTED_ENVIRONMENT,
        SAVED_ASSISTED_STATUS,
        SAVED_ASSISTED_ENABLED,
        SAVED_ASSISTED_PENDING,
        ASSISTED_MACHINE_STATUS,
        SAVED_GUEST_PENDING,
        TAKEN_BY_HYPERVISOR);
  }

  private static Routine routine(String name, Expression value) {
    return new Routine(name, List.of(), 64, List.of(give(value)));
  }

  private static Routine assistedControl() {
    Local trapsPaging = new Local("trapsPaging", 1);
    return new Routine(
        "assistedControl",
        List.of(trapsPaging),
        64,
        List.of(
            give(
                or(
                    word(Rv64State.VTW.mask()),
                    select(
                        or(
                            select(IS_VIRTUAL, Rv64State.VTVM.get(), Rv64State.TVM.get()),
                            value(trapsPaging)),
                        word(Rv64State.VTVM.mask()),
                        word(0)),
                    select(
                        select(IS_VIRTUAL, Rv64State.VTSR.get(), returnsElsewhere()),
                        word(Rv64State.VTSR.mask()),
                        word(0))))));
  }

  /** Whether S's SRET traps, or leads out of the modes without V. */
  private static Expression returnsElsewhere() {
    return or(Rv64State.TSR.get(), and(HAS_HYPERVISOR, Rv64State.SPV.get()));
  }

  /** Of a register of interrupts what is delegated, as the real registers have it. */
  private static Expression delegated(Expression register) {
    return select(
        IS_VIRTUAL, and(register, DELEGATED_ON), shiftLeft(and(register, DELEGATED), ONE));
  }

  private static Routine savedEnabled() {
    Local real = new Local("real", 64);
    Expression own = or(and(ENABLED, not(DELEGATED)), and(shiftRight(value(real), ONE), DELEGATED));
    Expression guests = or(and(ENABLED, not(DELEGATED_ON)), and(value(real), DELEGATED_ON));
    return new Routine(
        "savedAssistedEnabled", List.of(real), 64, List.of(give(select(IS_VIRTUAL, guests, own))));
  }

  private static Routine assistedExceptions() {
    Local withheld = new Local("withheld", 64);
    return new Routine(
        "assistedExceptions",
        List.of(withheld),
        64,
        List.of(
            give(
                and(
                    Rv64State.MEDELEG.whole().get(),
                    select(IS_VIRTUAL, Rv64State.HEDELEG.whole().get(), word(-1)),
                    word(DELEGABLE_EXCEPTIONS),
                    not(value(withheld))))));
  }

  /** Some bits from the real register, moved to where the virtual one has them; the rest stays. */
  private static Routine saved(String name, StateVariable virtual, Expression mask, int above) {
    Local real = new Local("real", 64);
    Expression moved = above == 0 ? value(real) : shiftRight(value(real), constant(above, 6));
    return new Routine(
        name,
        List.of(real),
        64,
        List.of(give(or(and(virtual.whole().get(), not(mask)), and(moved, mask)))));
  }
}

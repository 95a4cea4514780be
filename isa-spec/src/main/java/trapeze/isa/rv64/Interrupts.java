package trapeze.isa.rv64;

import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.compare;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.perform;
import static trapeze.isa.ir.Build.read;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.shiftRight;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.hasHypervisor;
import static trapeze.isa.rv64.Modes.modeIs;
import static trapeze.isa.rv64.Modes.modeIsBelow;
import static trapeze.isa.rv64.Modes.virtual;

import java.util.List;
import java.util.Optional;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.CsrBuilder;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;

/** Which interrupts are pending, and which of them a hart takes (priv:mip). */
public final class Interrupts {
  private Interrupts() {}

  /** What {@link #INTERRUPT_TO_TAKE} gives if there is none. */
  public static final int NONE = 63;

  private static final long STIP = InterruptCause.SUPERVISOR_TIMER.bit();
  private static final long SSIP = InterruptCause.SUPERVISOR_SOFTWARE.bit();
  private static final long SEIP = InterruptCause.SUPERVISOR_EXTERNAL.bit();
  private static final long VSTIP = InterruptCause.VIRTUAL_SUPERVISOR_TIMER.bit();
  private static final long VSSIP = InterruptCause.VIRTUAL_SUPERVISOR_SOFTWARE.bit();

  private static final Expression STCE = Rv64State.MENVCFG_STCE.get();

  /** What software may write: SSIP, SEIP, and STIP unless Sstc gives it to {@code stimecmp}. */
  private static final Expression WRITABLE =
      select(STCE, word(SSIP | SEIP), word(SSIP | SEIP | STIP));

  /**
   * The pending bits as software wrote them, with STIP from the timer comparison under Sstc: where
   * a set or clear of bits starts from, so that the external SEIP line is never written back.
   */
  private static final Routine MODIFY_MIP =
      new Routine(
          "modify_mip",
          List.of(),
          64,
          List.of(
              give(
                  or(
                      select(
                          STCE,
                          or(
                              and(Rv64State.MIP.whole().get(), word(~STIP)),
                              select(
                                  compare(
                                      Comparison.NOT_LESS_UNSIGNED,
                                      read(Input.TIME),
                                      Rv64State.STIMECMP.whole().get()),
                                  word(STIP),
                                  word(0))),
                          Rv64State.MIP.whole().get()),
                      select(hasHypervisor(), pendingForGuest(), word(0))))));

  static final Routine READ_MIP =
      new Routine(
          "read_mip", List.of(), 64, List.of(give(or(call(MODIFY_MIP), read(Input.LINES)))));

  /** What is pending for VS, 64 bits, in the places of {@code hip} (priv:norm:hip_vstip_op). */
  private static Expression pendingForGuest() {
    Expression guestTime = add(read(Input.TIME), Rv64State.HTIMEDELTA.whole().get());
    Expression timer =
        and(Rv64State.HENVCFG_STCE.get(), not(below(guestTime, Rv64State.VSTIMECMP.whole().get())));
    return or(Rv64State.HVIP.whole().get(), select(timer, word(VSTIP), word(0)));
  }

  static final Csr MIP = mip();

  /** {@code vsie}: the bits of {@code hie} that are delegated on, each one place lower. */
  static final Csr VSIE = lower("vsie", 0x204, "priv:norm:vsie_img", MachineLevel.MIE, toGuest());

  /** {@code vsip}: the same of {@code hip}; only SSIP can be written. */
  static final Csr VSIP =
      lower("vsip", 0x244, "priv:norm:vsip_img", MIP, and(toGuest(), word(VSSIP)));

  /** {@code sie}: the bits of {@code mie} that are delegated. */
  static final Csr SIE =
      CsrBuilder.view("sie", 0x104, "priv:sie", MachineLevel.MIE, ofSupervisor(), ofSupervisor())
          .replacedForGuestBy(VSIE);

  /** {@code sip}: the bits of {@code mip} that are delegated; only SSIP can be written. */
  static final Csr SIP =
      CsrBuilder.view(
              "sip", 0x144, "priv:sip", MIP, ofSupervisor(), and(ofSupervisor(), word(SSIP)))
          .replacedForGuestBy(VSIP);

  /** {@code hie}: the bits of {@code mie} for VS (priv:norm:mip_mie_alias). */
  static final Csr HIE =
      CsrBuilder.view("hie", 0x604, "priv:norm:hie_img", MachineLevel.MIE, forGuest(), forGuest())
          .illegalWhen(not(hasHypervisor()));

  /** {@code hip}: the bits of {@code mip} for VS; only VSSIP can be written. */
  static final Csr HIP =
      CsrBuilder.view(
              "hip", 0x644, "priv:norm:hip_img", MIP, forGuest(), and(forGuest(), word(VSSIP)))
          .illegalWhen(not(hasHypervisor()));

  /** The cause of the interrupt that the hart takes now, 6 bits, or {@link #NONE}. */
  public static final Routine INTERRUPT_TO_TAKE = interruptToTake();

  /** Whether a hart in WFI goes on: something is pending and enabled, in whatever mode. */
  public static final Routine WAKE_UP =
      new Routine(
          "wakeUp",
          List.of(),
          1,
          List.of(give(isNotZero(and(call(READ_MIP), Rv64State.MIE.whole().get())))));

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    return List.of(MIP, SIE, SIP, HIE, HIP, VSIE, VSIP);
  }

  /** The chapter's routines. */
  public static List<Routine> routines() {
    return List.of(INTERRUPT_TO_TAKE, WAKE_UP);
  }

  private static Csr mip() {
    Local written = new Local("written", 64);
    Routine write =
        new Routine(
            "write_mip",
            List.of(written),
            0,
            List.of(
                set(
                    Rv64State.MIP,
                    or(
                        and(Rv64State.MIP.whole().get(), not(WRITABLE)),
                        and(value(written), WRITABLE))),
                when(
                    hasHypervisor(),
                    set(
                        Rv64State.HVIP,
                        or(
                            and(Rv64State.HVIP.whole().get(), word(~VSSIP)),
                            and(value(written), word(VSSIP)))))));
    return new Csr(
        "mip",
        0x344,
        "priv:mip",
        Optional.empty(),
        READ_MIP,
        MODIFY_MIP,
        write,
        List.of(
            new Csr.FieldRule("MEIP", 11, 11, "the interrupt controller's line"),
            new Csr.FieldRule("VSEIP", 10, 10, "as in hvip"),
            new Csr.FieldRule("SEIP", 9, 9, "what was written, or the controller's line"),
            new Csr.FieldRule("MTIP", 7, 7, "the timer's line"),
            new Csr.FieldRule(
                "VSTIP", 6, 6, "as in hvip; under STCE, or time + htimedelta >= vstimecmp"),
            new Csr.FieldRule("STIP", 5, 5, "what was written; under STCE, time >= stimecmp"),
            new Csr.FieldRule("MSIP", 3, 3, "the software interrupt's line"),
            new Csr.FieldRule("VSSIP", 2, 2, "as in hvip, with H any value"),
            new Csr.FieldRule("SSIP", 1, 1, "any value")));
  }

  /**
   * The interrupts that go past M: those that {@code mideleg} says, and with the hypervisor
   * extension always those of VS (priv:norm:mideleg_acc_h).
   */
  static Expression delegated() {
    return or(
        Rv64State.MIDELEG.whole().get(),
        select(hasHypervisor(), word(MachineLevel.GUEST_INTERRUPTS), word(0)));
  }

  private static Expression toGuest() {
    return Rv64State.HIDELEG.whole().get();
  }

  /** What VS sees of a register of interrupts: its own, where a supervisor has them. */
  private static Csr lower(
      String name, int address, String section, Csr whole, Expression writable) {
    return CsrBuilder.custom(
            name,
            address,
            section,
            shiftRight(and(call(whole.read()), toGuest()), constant(1, 6)),
            written ->
                List.of(
                    perform(
                        whole.write(),
                        or(
                            and(call(whole.readToModify()), not(writable)),
                            and(shiftLeft(written, constant(1, 6)), writable)))),
            new Csr.FieldRule(name, 63, 0, "a view of " + whole.name() + ", one place lower"))
        .illegalWhen(not(hasHypervisor()));
  }

  private static Expression ofSupervisor() {
    return Rv64State.MIDELEG.whole().get();
  }

  private static Expression forGuest() {
    return select(hasHypervisor(), word(MachineLevel.GUEST_INTERRUPTS), word(0));
  }

  private static Routine interruptToTake() {
    Local pending = new Local("pending", 64);
    Local machine = new Local("machine", 64);
    Local supervisor = new Local("supervisor", 64);
    Local guest = new Local("guest", 64);
    Expression machineEnabled = or(modeIsBelow(M), Rv64State.MIE_BIT.get());
    Expression supervisorEnabled =
        or(virtual(), modeIsBelow(S), and(modeIs(S), Rv64State.SIE.get()));
    Expression guestEnabled = and(virtual(), or(modeIsBelow(S), Rv64State.VS_SIE.get()));
    return new Routine(
        "interruptToTake",
        List.of(),
        6,
        List.of(
            let(pending, and(call(READ_MIP), Rv64State.MIE.whole().get())),
            let(machine, select(machineEnabled, and(value(pending), not(delegated())), word(0))),
            let(
                supervisor,
                select(
                    supervisorEnabled, and(value(pending), delegated(), not(toGuest())), word(0))),
            let(guest, select(guestEnabled, and(value(pending), toGuest()), word(0))),
            give(
                select(
                    isNotZero(value(machine)),
                    highestPriority(value(machine)),
                    select(
                        isNotZero(value(supervisor)),
                        highestPriority(value(supervisor)),
                        highestPriority(value(guest)))))));
  }

  private static Expression highestPriority(Expression pending) {
    Expression chosen = constant(NONE, 6);
    for (InterruptCause cause : List.of(InterruptCause.values()).reversed()) {
      Expression isPending = bits(pending, cause.code(), cause.code());
      chosen = select(isPending, constant(cause.code(), 6), chosen);
    }
    return chosen;
  }
}

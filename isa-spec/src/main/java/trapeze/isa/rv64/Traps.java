package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.definition.PrivilegeMode.U;
import static trapeze.isa.ir.Build.PC;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.branch;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.no;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.setPc;
import static trapeze.isa.ir.Build.shiftRight;
import static trapeze.isa.ir.Build.subtract;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.rv64.Modes.hasHypervisor;
import static trapeze.isa.rv64.Modes.is;
import static trapeze.isa.rv64.Modes.mode;
import static trapeze.isa.rv64.Modes.modeIs;
import static trapeze.isa.rv64.Modes.virtual;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/** The way into a trap and the way back (priv:privstack, priv:otherpriv). */
public final class Traps {
  private Traps() {}

  /** Where a trap goes: the base, or for an interrupt in Vectored mode a slot of its own. */
  private static final Routine VECTOR = vector();

  /**
   * Exceptions whose trap value is the virtual address that was executed, read or written: address
   * misaligned, access fault, breakpoint, page fault, guest-page fault.
   */
  private static final long TELLS_ADDRESS = 0xb0_b0fb;

  /**
   * Whether a trap goes to S (or, with the hypervisor extension, to HS or VS) rather than to M:
   * takes the cause's code (6 bits) and whether it is an interrupt (1); gives one bit. A trap never
   * goes to a mode with less privilege than its own.
   */
  public static final Routine IS_DELEGATED = isDelegated();

  /**
   * Whether a trap that does not go to M goes to VS rather than to HS; as {@link #IS_DELEGATED}.
   */
  private static final Routine IS_DELEGATED_TO_GUEST = isDelegatedToGuest();

  /**
   * Enters the trap handler: of S if the trap is delegated and comes from S or U, else of M; of VS
   * if it is delegated twice and comes from VS or VU (priv:norm:H_trap_deleg). Takes the cause's
   * code (6 bits), the trap value (64), whether it is an interrupt (1); and as {@link
   * trapeze.isa.state.Trap} has them, the guest-physical address (64), the instruction for {@code
   * htinst} or {@code mtinst} (64) and whether the access that faulted was a guest's (1).
   */
  public static final Routine TAKE_TRAP = takeTrap();

  /** Returns from a trap taken into machine mode (priv:norm:mret_h). */
  static final Instruction MRET =
      instruction("mret", "0011000 00010 00000 000 00000 1110011")
          .in("Machine")
          .section("priv:otherpriv")
          .requires(modeIs(M))
          .does(
              when(
                  hasHypervisor(),
                  set(Rv64State.VIRTUAL, and(Rv64State.MPV.get(), not(is(Rv64State.MPP.get(), M)))),
                  set(Rv64State.MPV, no())),
              set(Rv64State.MODE, Rv64State.MPP.get()),
              set(Rv64State.MIE_BIT, Rv64State.MPIE.get()),
              set(Rv64State.MPIE, yes()),
              set(Rv64State.MPRV, and(Rv64State.MPRV.get(), is(Rv64State.MPP.get(), M))),
              set(Rv64State.MPP, mode(U)),
              setPc(Rv64State.MEPC.whole().get()));

  /**
   * Returns from a trap taken into supervisor mode, HS or VS (priv:norm:sret_v0,
   * priv:norm:sret_v1). In VU, and in VS under VTSR, it is a virtual instruction.
   */
  static final Instruction SRET =
      instruction("sret", "0001000 00010 00000 000 00000 1110011")
          .in("Supervisor")
          .section("priv:otherpriv")
          .requires(or(virtual(), not(or(modeIs(U), and(modeIs(S), Rv64State.TSR.get())))))
          .refusedToGuestWhen(and(virtual(), or(modeIs(U), Rv64State.VTSR.get())))
          .does(
              branch(
                  virtual(),
                  List.of(
                      set(Rv64State.MODE, zeroExtend(Rv64State.VS_SPP.get(), 2)),
                      set(Rv64State.VS_SIE, Rv64State.VS_SPIE.get()),
                      set(Rv64State.VS_SPIE, yes()),
                      set(Rv64State.VS_SPP, no()),
                      setPc(Rv64State.VSEPC.whole().get())),
                  List.of(
                      when(
                          hasHypervisor(),
                          set(Rv64State.VIRTUAL, Rv64State.SPV.get()),
                          set(Rv64State.SPV, no())),
                      set(Rv64State.MODE, zeroExtend(Rv64State.SPP.get(), 2)),
                      set(Rv64State.SIE, Rv64State.SPIE.get()),
                      set(Rv64State.SPIE, yes()),
                      set(Rv64State.MPRV, no()),
                      set(Rv64State.SPP, no()),
                      setPc(Rv64State.SEPC.whole().get()))));

  /** The chapter's instructions. */
  public static List<Instruction> instructions() {
    return List.of(MRET, SRET);
  }

  /** The chapter's routines. */
  public static List<Routine> routines() {
    return List.of(TAKE_TRAP, IS_DELEGATED);
  }

  private static Routine takeTrap() {
    Local cause = new Local("cause", 6);
    Local trapValue = new Local("value", 64);
    Local interrupt = new Local("interrupt", 1);
    Local guestPhysical = new Local("guestPhysical", 64);
    Local instruction = new Local("instruction", 64);
    Local guestVirtual = new Local("guestVirtual", 1);
    Local code = new Local("code", 64);
    Local isGuestAddress = new Local("isGuestAddress", 1);
    Expression tellsAddress =
        and(not(value(interrupt)), bits(shiftRight(word(TELLS_ADDRESS), value(cause)), 0, 0));
    Expression shifted = shiftRight(value(guestPhysical), constant(2, 6));
    List<Statement> toGuest = intoGuest(cause, trapValue, interrupt);
    List<Statement> toSupervisor =
        List.of(
            when(
                hasHypervisor(),
                when(virtual(), set(Rv64State.SPVP, bits(mode(), 0, 0))),
                set(Rv64State.SPV, virtual()),
                set(Rv64State.VIRTUAL, no()),
                set(Rv64State.HSTATUS_GVA, value(isGuestAddress)),
                set(Rv64State.HTVAL, shifted),
                set(Rv64State.HTINST, value(instruction))),
            set(Rv64State.SEPC, PC),
            set(Rv64State.SCAUSE, value(code)),
            set(Rv64State.STVAL, value(trapValue)),
            set(Rv64State.SPP, bits(mode(), 0, 0)),
            set(Rv64State.SPIE, Rv64State.SIE.get()),
            set(Rv64State.SIE, no()),
            set(Rv64State.MODE, mode(S)),
            setPc(call(VECTOR, Rv64State.STVEC.whole().get(), value(cause), value(interrupt))));
    List<Statement> toMachine =
        List.of(
            when(
                hasHypervisor(),
                set(Rv64State.MPV, virtual()),
                set(Rv64State.VIRTUAL, no()),
                set(Rv64State.GVA, value(isGuestAddress)),
                set(Rv64State.MTVAL2, shifted),
                set(Rv64State.MTINST, value(instruction))),
            set(Rv64State.MEPC, PC),
            set(Rv64State.MCAUSE, value(code)),
            set(Rv64State.MTVAL, value(trapValue)),
            set(Rv64State.MPP, mode()),
            set(Rv64State.MPIE, Rv64State.MIE_BIT.get()),
            set(Rv64State.MIE_BIT, no()),
            set(Rv64State.MODE, mode(M)),
            setPc(call(VECTOR, Rv64State.MTVEC.whole().get(), value(cause), value(interrupt))));
    return new Routine(
        "takeTrap",
        List.of(cause, trapValue, interrupt, guestPhysical, instruction, guestVirtual),
        0,
        List.of(
            let(code, concatenate(value(interrupt), zeroExtend(value(cause), 63))),
            let(isGuestAddress, and(tellsAddress, or(virtual(), value(guestVirtual)))),
            branch(
                call(IS_DELEGATED, value(cause), value(interrupt)),
                List.of(
                    branch(
                        call(IS_DELEGATED_TO_GUEST, value(cause), value(interrupt)),
                        toGuest,
                        toSupervisor)),
                toMachine)));
  }

  /**
   * V stays; HS's registers too. VS is told of its interrupts by the codes that S has, each one
   * less (priv:norm:hideleg_trans, priv:norm:H_trap_vs_csrwrites).
   */
  private static List<Statement> intoGuest(Local cause, Local trapValue, Local interrupt) {
    Local told = new Local("told", 6);
    return List.of(
        let(told, subtract(value(cause), zeroExtend(value(interrupt), 6))),
        set(Rv64State.VSEPC, PC),
        set(Rv64State.VSCAUSE, concatenate(value(interrupt), zeroExtend(value(told), 63))),
        set(Rv64State.VSTVAL, value(trapValue)),
        set(Rv64State.VS_SPP, bits(mode(), 0, 0)),
        set(Rv64State.VS_SPIE, Rv64State.VS_SIE.get()),
        set(Rv64State.VS_SIE, no()),
        set(Rv64State.MODE, mode(S)),
        setPc(call(VECTOR, Rv64State.VSTVEC.whole().get(), value(told), value(interrupt))));
  }

  private static Routine vector() {
    Local vector = new Local("vector", 64);
    Local cause = new Local("cause", 6);
    Local interrupt = new Local("interrupt", 1);
    Expression base = and(value(vector), word(~3L));
    Expression vectored = and(bits(value(vector), 0, 0), value(interrupt));
    return new Routine(
        "vector",
        List.of(vector, cause, interrupt),
        64,
        List.of(
            give(
                select(
                    vectored,
                    add(base, zeroExtend(concatenate(value(cause), constant(0, 2)), 64)),
                    base))));
  }

  private static Routine isDelegated() {
    Local cause = new Local("cause", 6);
    Local interrupt = new Local("interrupt", 1);
    Expression delegations =
        select(value(interrupt), Interrupts.delegated(), Rv64State.MEDELEG.whole().get());
    Expression isDelegated = bits(shiftRight(delegations, value(cause)), 0, 0);
    return new Routine(
        "isDelegated",
        List.of(cause, interrupt),
        1,
        List.of(give(and(isDelegated, not(modeIs(M))))));
  }

  private static Routine isDelegatedToGuest() {
    Local cause = new Local("cause", 6);
    Local interrupt = new Local("interrupt", 1);
    Expression delegations =
        select(value(interrupt), Rv64State.HIDELEG.whole().get(), Rv64State.HEDELEG.whole().get());
    return new Routine(
        "isDelegatedToGuest",
        List.of(cause, interrupt),
        1,
        List.of(give(and(virtual(), bits(shiftRight(delegations, value(cause)), 0, 0)))));
  }
}

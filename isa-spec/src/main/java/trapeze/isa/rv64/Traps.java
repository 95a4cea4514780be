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
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.rv64.Modes.is;
import static trapeze.isa.rv64.Modes.mode;
import static trapeze.isa.rv64.Modes.modeIs;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;

/** The way into a trap and the way back (priv:privstack, priv:otherpriv). */
public final class Traps {
  private Traps() {}

  /** Where a trap goes: the base, or for an interrupt in Vectored mode a slot of its own. */
  private static final Routine VECTOR = vector();

  /**
   * Whether a trap goes to S rather than to M: takes the cause's code (6 bits) and whether it is an
   * interrupt (1); gives one bit. A trap never goes to a mode with less privilege than its own.
   */
  public static final Routine IS_DELEGATED = isDelegated();

  /**
   * Enters the trap handler: of S if the trap is delegated and comes from S or U, else of M. Takes
   * the cause's code (6 bits), the trap value (64) and whether it is an interrupt (1).
   */
  public static final Routine TAKE_TRAP = takeTrap();

  /** Returns from a trap taken into machine mode. */
  static final Instruction MRET =
      instruction("mret", "0011000 00010 00000 000 00000 1110011")
          .in("Machine")
          .section("priv:otherpriv")
          .requires(modeIs(M))
          .does(
              set(Rv64State.MODE, Rv64State.MPP.get()),
              set(Rv64State.MIE_BIT, Rv64State.MPIE.get()),
              set(Rv64State.MPIE, yes()),
              set(Rv64State.MPRV, and(Rv64State.MPRV.get(), is(Rv64State.MPP.get(), M))),
              set(Rv64State.MPP, mode(U)),
              setPc(Rv64State.MEPC.whole().get()));

  /** Returns from a trap taken into supervisor mode. */
  static final Instruction SRET =
      instruction("sret", "0001000 00010 00000 000 00000 1110011")
          .in("Supervisor")
          .section("priv:otherpriv")
          .requires(not(or(modeIs(U), and(modeIs(S), Rv64State.TSR.get()))))
          .does(
              set(Rv64State.MODE, zeroExtend(Rv64State.SPP.get(), 2)),
              set(Rv64State.SIE, Rv64State.SPIE.get()),
              set(Rv64State.SPIE, yes()),
              set(Rv64State.MPRV, no()),
              set(Rv64State.SPP, no()),
              setPc(Rv64State.SEPC.whole().get()));

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
    Local code = new Local("code", 64);
    return new Routine(
        "takeTrap",
        List.of(cause, trapValue, interrupt),
        0,
        List.of(
            let(code, concatenate(value(interrupt), zeroExtend(value(cause), 63))),
            branch(
                call(IS_DELEGATED, value(cause), value(interrupt)),
                List.of(
                    set(Rv64State.SEPC, PC),
                    set(Rv64State.SCAUSE, value(code)),
                    set(Rv64State.STVAL, value(trapValue)),
                    set(Rv64State.SPP, bits(mode(), 0, 0)),
                    set(Rv64State.SPIE, Rv64State.SIE.get()),
                    set(Rv64State.SIE, no()),
                    set(Rv64State.MODE, mode(S)),
                    setPc(
                        call(
                            VECTOR,
                            Rv64State.STVEC.whole().get(),
                            value(cause),
                            value(interrupt)))),
                List.of(
                    set(Rv64State.MEPC, PC),
                    set(Rv64State.MCAUSE, value(code)),
                    set(Rv64State.MTVAL, value(trapValue)),
                    set(Rv64State.MPP, mode()),
                    set(Rv64State.MPIE, Rv64State.MIE_BIT.get()),
                    set(Rv64State.MIE_BIT, no()),
                    set(Rv64State.MODE, mode(M)),
                    setPc(
                        call(
                            VECTOR,
                            Rv64State.MTVEC.whole().get(),
                            value(cause),
                            value(interrupt)))))));
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
        select(value(interrupt), Rv64State.MIDELEG.whole().get(), Rv64State.MEDELEG.whole().get());
    Expression isDelegated = bits(shiftRight(delegations, value(cause)), 0, 0);
    return new Routine(
        "isDelegated",
        List.of(cause, interrupt),
        1,
        List.of(give(and(isDelegated, not(modeIs(M))))));
  }
}

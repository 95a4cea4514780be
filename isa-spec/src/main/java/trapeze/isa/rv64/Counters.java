package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.computed;
import static trapeze.isa.definition.CsrBuilder.custom;
import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.definition.PrivilegeMode.U;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.read;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.subtract;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.modeIs;
import static trapeze.isa.rv64.Modes.modeIsBelow;
import static trapeze.isa.rv64.Modes.realModeIs;
import static trapeze.isa.rv64.Modes.virtual;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;

/** Zicntr and the counters of machine level (unpriv:zicntr, priv:mcycle). */
public final class Counters {
  private Counters() {}

  private static final int FIRST_HPM = 3;
  private static final int LAST_HPM = 31;

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    List<Csr> all = new ArrayList<>();
    all.add(counter("mcycle", 0xb00, Input.CYCLES, Rv64State.MCYCLE_OFFSET));
    all.add(counter("minstret", 0xb02, Input.RETIRED, Rv64State.MINSTRET_OFFSET));
    all.add(MachineLevel.fixed("mcountinhibit", 0x320, "priv:mcountinhibit", 0));
    all.add(shadow("cycle", 0, "mcycle", count(Input.CYCLES, Rv64State.MCYCLE_OFFSET), refused(0)));
    all.add(
        shadow(
            "time",
            1,
            "the platform's counter, with V set plus htimedelta",
            add(read(Input.TIME), select(virtual(), Rv64State.HTIMEDELTA.whole().get(), word(0))),
            or(refused(1), not(Rv64State.HAS_TIME.whole().get()))));
    all.add(
        shadow(
            "instret", 2, "minstret", count(Input.RETIRED, Rv64State.MINSTRET_OFFSET), refused(2)));
    for (int n = FIRST_HPM; n <= LAST_HPM; n++) {
      all.add(MachineLevel.fixed("mhpmcounter" + n, 0xb00 + n, "priv:mhpmcounter", 0));
      all.add(MachineLevel.fixed("mhpmevent" + n, 0x320 + n, "priv:mhpmcounter", 0));
      all.add(shadow("hpmcounter" + n, n, "always 0", word(0), refused(n)));
    }
    return all;
  }

  private static Expression count(Input input, StateVariable offset) {
    return add(read(input), offset.whole().get());
  }

  /** What the next instruction reads is what was written: this one does not count itself. */
  private static Csr counter(String name, int address, Input input, StateVariable offset) {
    return custom(
        name,
        address,
        "priv:mcycle",
        count(input, offset),
        written -> List.of(set(offset, subtract(subtract(written, read(input)), word(1)))),
        new Csr.FieldRule(name, 63, 0, "counts; any value can be written"));
  }

  private static Csr shadow(
      String name, int number, String rule, Expression value, Expression illegal) {
    return computed(name, 0xc00 + number, rule, value)
        .section("unpriv:zicntr")
        .illegalWhen(illegal)
        .build()
        .refusedToGuestWhen(refusedToGuest(number));
  }

  /** S needs leave from M, U from M and S (priv:mcounteren, priv:scounteren). */
  private static Expression refused(int number) {
    Expression fromMachine = bits(Rv64State.MCOUNTEREN.whole().get(), number, number);
    Expression fromSupervisor = bits(Rv64State.SCOUNTEREN.whole().get(), number, number);
    return or(and(modeIsBelow(M), not(fromMachine)), and(realModeIs(U), not(fromSupervisor)));
  }

  /** VS needs leave from HS too, VU from HS and VS (priv:norm:hcounteren_op). */
  private static Expression refusedToGuest(int number) {
    Expression fromHypervisor = bits(Rv64State.HCOUNTEREN.whole().get(), number, number);
    Expression fromSupervisor = bits(Rv64State.SCOUNTEREN.whole().get(), number, number);
    return or(not(fromHypervisor), and(modeIs(U), not(fromSupervisor)));
  }
}

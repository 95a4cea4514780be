package trapeze.laws;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What the real hart's control registers may hold when a slice of a guest is over: in U what they
 * held when the monitor set it up, but for what is projected; in VS and VU what leaves the guest
 * its own supervisor's registers, and nothing beyond.
 */
final class RealControls {
  private static final long ALL = -1L;

  /** What may be set while a guest is in the real U. */
  private static final Map<StateVariable, Long> IN_U =
      Map.of(
          Rv64State.SATP, ALL,
          Rv64State.FFLAGS, ALL,
          Rv64State.FRM, ALL,
          Rv64State.MSTATUS, Rv64State.FS.mask(),
          Rv64State.SENVCFG, Rv64State.MENVCFG_CBZE.mask());

  /** What counts in VS and VU only. */
  private static final List<StateVariable> OF_GUESTS =
      List.of(
          Rv64State.VSSTATUS,
          Rv64State.VSTVEC,
          Rv64State.VSSCRATCH,
          Rv64State.VSEPC,
          Rv64State.VSCAUSE,
          Rv64State.VSTVAL,
          Rv64State.VSATP,
          Rv64State.HGATP,
          Rv64State.HSTATUS,
          Rv64State.HEDELEG,
          Rv64State.HIDELEG,
          Rv64State.HVIP,
          Rv64State.HENVCFG,
          Rv64State.hstateen(0));

  /** What may be set beside that while a guest is in VS or VU; what else holds is said below. */
  private static final Map<StateVariable, Long> IN_VS =
      Map.ofEntries(
          entry(Rv64State.VIRTUAL, ALL),
          entry(Rv64State.MODE, 1L),
          entry(Rv64State.SATP, ALL),
          entry(Rv64State.FFLAGS, ALL),
          entry(Rv64State.FRM, ALL),
          entry(Rv64State.MSTATUS, Rv64State.FS.mask()),
          entry(Rv64State.MCOUNTEREN, ALL),
          entry(Rv64State.MENVCFG, ALL),
          entry(Rv64State.SCOUNTEREN, ALL),
          entry(Rv64State.SENVCFG, ALL),
          entry(Rv64State.mstateen(0), ALL),
          entry(Rv64State.mstateen(1), ALL),
          entry(Rv64State.mstateen(2), ALL),
          entry(Rv64State.mstateen(3), ALL),
          entry(Rv64State.MEDELEG, ALL),
          entry(Rv64State.MIE, ALL));

  private static final long DELEGABLE = 0xb1ff;

  /** Page and access faults. */
  private static final long PAGE_AND_ACCESS = 0xb0a2;

  private RealControls() {}

  /** What is against it, in words. */
  static List<String> against(HartState before, HartState now) {
    boolean virtual = now.get(Rv64State.VIRTUAL) != 0;
    Map<StateVariable, Long> free = virtual ? IN_VS : IN_U;
    List<String> changes = new ArrayList<>();
    for (StateVariable variable : now.space().variables(StateVariable.Kind.ARCHITECTURAL)) {
      long ignored = OF_GUESTS.contains(variable) ? ALL : free.getOrDefault(variable, 0L);
      long difference = (before.get(variable) ^ now.get(variable)) & ~ignored;
      if (difference != 0) {
        changes.add("real %s changed by %x".formatted(variable.name(), difference));
      }
    }
    if (virtual) {
      checkLent(now, changes);
    }
    return changes;
  }

  private static void checkLent(HartState now, List<String> changes) {
    long interrupts = now.get(Rv64State.HIDELEG);
    check(changes, "hideleg", interrupts & ~0x444);
    check(changes, "mie", now.get(Rv64State.MIE) & ~interrupts);
    check(changes, "hvip", now.get(Rv64State.HVIP) & ~interrupts);
    check(changes, "hedeleg", now.get(Rv64State.HEDELEG) & ~DELEGABLE);
    if (now.get(Rv64State.HGATP) == 0) {
      check(changes, "hedeleg over shadow tables", now.get(Rv64State.HEDELEG) & PAGE_AND_ACCESS);
      check(changes, "VTVM", ~now.get(Rv64State.HSTATUS) & Rv64State.VTVM.mask());
    }
    check(changes, "medeleg", now.get(Rv64State.MEDELEG) ^ now.get(Rv64State.HEDELEG));
    check(changes, "henvcfg.STCE", now.get(Rv64State.HENVCFG) & Rv64State.HENVCFG_STCE.mask());
    check(changes, "hstatus.VTW", ~now.get(Rv64State.HSTATUS) & Rv64State.VTW.mask());
    check(changes, "hstatus.HU", now.get(Rv64State.HSTATUS) & Rv64State.HU.mask());
  }

  private static void check(List<String> changes, String what, long wrong) {
    if (wrong != 0) {
      changes.add("real %s lends %x".formatted(what, wrong));
    }
  }
}

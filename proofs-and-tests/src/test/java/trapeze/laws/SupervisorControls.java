package trapeze.laws;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.DirectSupervisor;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What the real hart's control registers may hold when a slice of a guest is over whose kernel is
 * in the real S: that guest's own supervisor registers, and else what the monitor set up. Without
 * TVM and TW no guest is in S.
 */
final class SupervisorControls {
  private SupervisorControls() {}

  private static final long ALL = -1L;
  private static final long NEEDED = Rv64State.TVM.mask() | Rv64State.TW.mask();
  private static final long STATUS =
      NEEDED
          | Rv64State.TSR.mask()
          | Rv64State.SIE.mask()
          | Rv64State.SPIE.mask()
          | Rv64State.SPP.mask()
          | Rv64State.FS.mask()
          | Rv64State.MPRV.mask()
          | Rv64State.SUM.mask()
          | Rv64State.MXR.mask();

  /** Misaligned addresses, breakpoints and calls: nothing that a shadow table could be behind. */
  private static final long DELEGABLE = 0x359;

  private static final long INTERRUPTS = 0x222;

  private static final Map<StateVariable, Long> IN_U =
      Map.of(
          Rv64State.SATP,
          ALL,
          Rv64State.FFLAGS,
          ALL,
          Rv64State.FRM,
          ALL,
          Rv64State.mstateen(0),
          Rv64State.MSTATEEN_ENVCFG.mask(),
          Rv64State.MSTATUS,
          Rv64State.FS.mask());

  private static final Map<StateVariable, Long> DIRECT =
      Map.ofEntries(
          entry(Rv64State.SATP, ALL),
          entry(Rv64State.FFLAGS, ALL),
          entry(Rv64State.FRM, ALL),
          entry(Rv64State.MODE, 1L),
          entry(Rv64State.MSTATUS, STATUS),
          entry(Rv64State.MENVCFG, Rv64State.MENVCFG_CBZE.mask()),
          entry(Rv64State.MEDELEG, DELEGABLE),
          entry(Rv64State.MIDELEG, INTERRUPTS),
          entry(Rv64State.MIE, INTERRUPTS),
          entry(Rv64State.MIP, INTERRUPTS),
          entry(Rv64State.mstateen(0), Rv64State.MSTATEEN_ENVCFG.mask()));

  /** What is against it, in words. */
  static List<String> against(HartState before, HartState now) {
    List<String> wrong = new ArrayList<>();
    long trapped = now.get(Rv64State.MSTATUS) & NEEDED;
    if (now.get(Rv64State.MODE) != 0 && trapped != NEEDED) {
      wrong.add("a guest is in the real S, and of TVM and TW only %x is set".formatted(trapped));
    }
    // What S has of its own is left in place while the guest's M is in U, which cannot see it.
    Set<StateVariable> lent = new HashSet<>(DirectSupervisor.LENT);
    Map<StateVariable, Long> free = trapped == 0 ? IN_U : DIRECT;
    for (StateVariable variable : now.space().variables(StateVariable.Kind.ARCHITECTURAL)) {
      long ignored = lent.contains(variable) ? ALL : free.getOrDefault(variable, 0L);
      long difference = (before.get(variable) ^ now.get(variable)) & ~ignored;
      if (difference != 0) {
        wrong.add("real %s changed by %x".formatted(variable.name(), difference));
      }
    }
    return wrong;
  }
}

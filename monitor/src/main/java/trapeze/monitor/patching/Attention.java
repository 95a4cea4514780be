package trapeze.monitor.patching;

import java.util.Set;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;

/**
 * Which changes of the virtual state can wait until the monitor comes to see them, and which not:
 * what the real hart is given of it ({@link trapeze.isa.rv64.Deprivileging}), what decides about an
 * interrupt, and what time depends on cannot.
 */
final class Attention {
  private Attention() {}

  /** Registers that a stub may change; a change of any other is emulated. */
  private static final Set<StateVariable> KEPT =
      Set.of(
          Rv64State.MSTATUS,
          Rv64State.MIE,
          Rv64State.STVEC,
          Rv64State.SSCRATCH,
          Rv64State.SEPC,
          Rv64State.SCAUSE,
          Rv64State.STVAL);

  /** Bits of {@code mstatus} that nothing but a trap, a return and SIE's interrupts look at. */
  static final long QUIET_STATUS =
      Rv64State.SIE.mask() | Rv64State.SPIE.mask() | Rv64State.SPP.mask();

  /** Whether a stub may change a variable. */
  static boolean mayChange(StateVariable variable) {
    return KEPT.contains(variable);
  }

  /** Whether some changes of a variable cannot wait. */
  static boolean isAsked(StateVariable variable) {
    return variable.equals(Rv64State.MSTATUS) || variable.equals(Rv64State.MIE);
  }

  /**
   * The bits of a variable whose change cannot wait now.
   *
   * @param pending interrupts that are pending, enabled or not
   * @param enabled those of them that SIE alone holds back
   */
  static long bits(StateVariable variable, long pending, long enabled) {
    if (variable.equals(Rv64State.MSTATUS)) {
      return enabled == 0 ? ~QUIET_STATUS : ~QUIET_STATUS | Rv64State.SIE.mask();
    }
    return variable.equals(Rv64State.MIE) ? pending : 0;
  }

  /**
   * Whether an instruction has to do with FS. The real hart makes it Dirty by itself, and the page
   * of virtual state does not show that: where it may happen such an instruction is emulated.
   */
  static boolean asksForFloatingPoint(Meaning meaning) {
    for (int bit = Rv64State.FS.low(); bit <= Rv64State.FS.high(); bit++) {
      int variable = Meaning.stateBit(Rv64State.MSTATUS, bit);
      for (int i = 0; meaning.rd() != 0 && i < meaning.result().length; i++) {
        if (meaning.functions().dependsOn(meaning.result()[i], variable)) {
          return true;
        }
      }
      if (Rv64State.MSTATUS.equals(meaning.written())
          && meaning.value()[bit] != meaning.functions().variable(variable)) {
        return true;
      }
    }
    return false;
  }
}

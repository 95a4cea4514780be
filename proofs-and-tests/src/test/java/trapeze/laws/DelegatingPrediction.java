package trapeze.laws;

import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.shadow.Policy;

/**
 * What a bare run lets one expect where the real hart has the guest's S and U in modes that traps
 * can be delegated to: what the guest delegates it gets without an exit, and so the interrupts that
 * its own instructions let in.
 */
abstract class DelegatingPrediction extends Prediction {
  private static final long MACHINE = 3;

  private long delegated;

  /** Whether the real hart would go on with the next step without the monitor. */
  private boolean goesOn;

  DelegatingPrediction(Guest guest, Policy policy, long slice) {
    super(guest, policy, slice);
  }

  /** What traps would do in the guest's own modes is not asked. */
  @Override
  boolean hasNeighbours() {
    return false;
  }

  @Override
  long delegated() {
    return delegated;
  }

  /** The real hart gives the guest a trap by itself. */
  void delegates() {
    delegated++;
  }

  @Override
  boolean goesOn() {
    return goesOn;
  }

  /** Whether the real hart executes the guest in modes that stand for its own: not in M. */
  boolean isDirect() {
    return before.get(Rv64State.MODE) != MACHINE
        && (before.get(Rv64State.MSTATUS) & Rv64State.MPRV.mask()) == 0;
  }

  @Override
  public void retired(long pc, long packed) {
    boolean wasDirect = isDirect();
    long directBefore = direct();
    long cutsBefore = cuts();
    super.retired(pc, packed);
    goesOn = wasDirect && direct() != directBefore && cuts() == cutsBefore;
  }

  @Override
  public void trapped(long pc, Trap trap) {
    boolean byItself;
    if (trap.interrupt()) {
      byItself = goesOn;
      delegated += byItself ? 1 : 0;
    } else {
      long delegatedBefore = delegated;
      super.trapped(pc, trap);
      byItself = delegated != delegatedBefore;
    }
    boolean cut = byItself && isCut();
    cuts += cut ? 1 : 0;
    goesOn = byItself && !cut;
    if (trap.interrupt()) {
      next();
    }
  }
}

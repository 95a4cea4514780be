package trapeze.fuzz.qemu;

import java.util.List;
import trapeze.fuzz.qemu.Excuse.Effect;

/** Atomic accesses. */
final class AtomicExcuses {
  private AtomicExcuses() {}

  private static final long ALL = -1;
  private static final long NO_TRAP = -1;
  private static final long DIRTY = 0x80;
  private static final long ACCESSED = 0x40;

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "SC fails",
              "an SC may fail: QEMU's does where it is not to the very address of the LR",
              "unpriv:sec:lrsc",
              Effect.STOP,
              difference ->
                  difference.isResult()
                          && difference.step().mnemonic().startsWith("sc.")
                          && difference.ours() == 0
                          && difference.theirs() == 1
                      ? ALL
                      : 0),
          new Excuse(
              "SC of another width",
              "QEMU looks at the address of the LR only; here its width must be the same",
              "unpriv:sec:lrsc",
              Effect.STOP,
              difference ->
                  difference.isResult() && isOtherWidth(difference.step()) && difference.ours() == 1
                      ? ALL
                      : 0),
          new Excuse(
              "SC that fails does not fault",
              "QEMU looks at memory only if the reservation holds; Trapeze always looks",
              "unpriv:norm:sc_retire_permission",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == NO_TRAP
                          && isStoreFault(difference.ours())
                          && difference.step().isStoreConditional()
                      ? ALL
                      : 0),
          new Excuse(
              "SC that fails sets D",
              "the same: Trapeze translates for a store, QEMU does not translate",
              "unpriv:norm:sc_failed_side_effects",
              Effect.IGNORE,
              difference ->
                  difference.place().startsWith("memory at 801")
                          && difference.step().circumstances().contains(Circumstance.SC_HAS_FAILED)
                          && (difference.theirs() & DIRTY) == 0
                      ? DIRTY | ACCESSED
                      : 0),
          new Excuse(
              "AMO that faults sets D",
              "as QEMU faults in loading, it does not set D; here it is set, as it may be",
              "priv:svade",
              Effect.IGNORE,
              difference ->
                  difference.place().startsWith("memory at 801")
                          && difference
                              .step()
                              .circumstances()
                              .contains(Circumstance.AMO_HAS_FAULTED)
                          && (difference.theirs() & DIRTY) == 0
                      ? DIRTY
                      : 0),
          new Excuse(
              "AMO or SC faults as a load",
              "QEMU carries them out as a load and a store, and the load fails first; the causes of"
                  + " a store/AMO are due",
              "priv:mcause",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap") && isLoadCauseOfAtomic(difference) ? ALL : 0),
          new Excuse(
              "AMO loads before its page is known to be writable",
              "QEMU carries it out as a load and a store, and the load fails; a store/AMO page"
                  + " fault is due",
              "priv:norm:store_page_fault_no_w",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == 15
                          && (difference.theirs() == 5 || difference.theirs() == 21)
                          && difference.step().isReadModifyWrite()
                      ? ALL
                      : 0));

  private static boolean isOtherWidth(Step step) {
    return step.mnemonic().startsWith("sc.")
        && step.reservation().startsWith("lr.")
        && !step.mnemonic().endsWith(step.reservation().substring(2));
  }

  private static boolean isStoreFault(long cause) {
    return cause == 6 || cause == 7 || cause == 15;
  }

  /** Causes 4, 5 and 13 in place of 6, 7 and 15. */
  private static boolean isLoadCauseOfAtomic(Difference difference) {
    return isStoreFault(difference.ours())
        && difference.theirs() == difference.ours() - 2
        && (difference.step().isReadModifyWrite() || difference.step().isStoreConditional());
  }
}

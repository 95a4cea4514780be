package trapeze.console.litmus.model;

/** A memory model: which memory operations of a thread keep their program order. */
public enum Model {
  /** The manual's weak memory ordering (unpriv:rvwmo). */
  RVWMO {
    @Override
    boolean keeps(ThreadRun run, Event a, Event b) {
      long bit = 1L << a.index();
      return (b.isStore() && a.overlaps(b)) // rule 1
          || run.fences().stream().anyMatch(fence -> fence.orders(a, b)) // rule 4
          || a.acquire() // rule 5
          || b.release() // rule 6
          || (a.isRcSc() && b.isRcSc()) // rule 7
          || b.pairedWith() == a.index() // rule 8
          || (b.addressFrom() & bit) != 0 // rule 9
          || (b.dataFrom() & bit) != 0 // rule 10
          || (b.isStore() && (b.controlFrom() & bit) != 0) // rule 11
          || (b.isStore() && (b.addressesBefore() & bit) != 0); // rule 13
    }
  },

  /** Total store ordering (unpriv:ext:ztso): only a load may overtake stores. */
  RVTSO {
    @Override
    boolean keeps(ThreadRun run, Event a, Event b) {
      return a.isLoad() || b.isStore() || RVWMO.keeps(run, a, b);
    }
  },

  /** Sequential consistency: program order is kept. */
  SC {
    @Override
    boolean keeps(ThreadRun run, Event a, Event b) {
      return true;
    }
  };

  /**
   * Whether one operation of a run precedes a later one in preserved program order, whatever values
   * the loads return (unpriv:ppo); rules 2, 3 and 12, which speak of values, are {@link
   * MemoryOrders}'.
   */
  abstract boolean keeps(ThreadRun run, Event a, Event b);
}

package trapeze.monitor.design;

/** What the dispatcher does about a trap of the real hart; a design says which by its cause. */
public enum ExitAction {
  /** The trap value is an instruction: its definition is carried out over the virtual state. */
  EMULATE,
  /** The same for ECALL, whose bits are no part of its trap. */
  EMULATE_ECALL,
  /** The real tables do not let the trap value be executed: do the guest's? */
  LOOK_UP_FETCH,
  /** The same for a load. */
  LOOK_UP_LOAD,
  /** The same for a store or an atomic access. */
  LOOK_UP_STORE,
  /** The trap is the guest's own, as it is. */
  REFLECT
}

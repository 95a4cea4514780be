package trapeze.monitor.pg74.homomorphism;

import trapeze.isa.ir.StateVariable;

/** The state S of the virtual machine, and what else there is in the real machine's memory. */
interface Start {
  /** A virtual register. */
  long register(StateVariable variable);

  /** The real word at a physical address; those of the region are the virtual machine's. */
  long word(long address);
}

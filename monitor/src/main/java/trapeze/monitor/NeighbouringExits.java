package trapeze.monitor;

import trapeze.machine.engine.Optimisation;
import trapeze.monitor.design.Execution;

/**
 * Sensitive instructions that stand one behind the other, as in the first lines of a kernel's trap
 * handler: the first exits, and those behind it are emulated with it, before the real hart is
 * entered again.
 *
 * <p>It is the real hart that is asked what stands behind an emulated instruction, and whether it
 * would trap: what is innocuous it executes itself. Interrupts, budgets and timers are looked at
 * between any two.
 */
final class NeighbouringExits {
  private static final boolean IS_ON = Optimisation.NEIGHBOURING_EXITS.isOn();

  private static final long PAGE_MASK = -4096;

  /** No page begins at an odd address. */
  private static final long NOWHERE = 1;

  private final VirtualHart virtual;
  private final RealHart real;
  private final Execution execution;

  /** The page of the instruction that has been emulated last, guest-virtual. */
  private long page = NOWHERE;

  NeighbouringExits(VirtualHart virtual, RealHart real, Execution execution) {
    this.virtual = virtual;
    this.real = real;
    this.execution = execution;
  }

  /** An instruction is about to be emulated; what follows in its page may be its neighbour. */
  void emulates(long pc) {
    page = IS_ON ? pc & PAGE_MASK : NOWHERE;
  }

  /** Nothing is a neighbour any more: what was known of the real hart may not hold. */
  void end() {
    page = NOWHERE;
  }

  /** The bits of the guest's next instruction, if it is to be emulated at once; else 0. */
  long bits() {
    long pc = virtual.state.pc;
    boolean isNeighbour = (pc & PAGE_MASK) == page;
    end();
    return isNeighbour
            && real.holds(virtual)
            && !real.hart().isPlain(pc)
            && execution.staysInPlace()
        ? real.hart().refusedAt(pc)
        : 0;
  }
}

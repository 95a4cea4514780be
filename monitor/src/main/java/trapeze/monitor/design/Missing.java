package trapeze.monitor.design;

import trapeze.isa.state.Trap;

/** What became of an access that the real page tables do not allow. */
public sealed interface Missing {
  /**
   * The real tables now allow it, and the guest tries again.
   *
   * @param guestPhysical where it leads
   */
  record Filled(long guestPhysical) implements Missing {}

  /**
   * No real entry can say what the guest's tables and protection say of it: a device, or part of a
   * page. The instruction is to be interpreted.
   *
   * @param guestPhysical where it leads
   */
  record Inexpressible(long guestPhysical) implements Missing {}

  /**
   * The guest's own tables or protection do not allow it.
   *
   * @param trap the guest's exception
   */
  record Refused(Trap trap) implements Missing {}
}

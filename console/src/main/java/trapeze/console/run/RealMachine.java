package trapeze.console.run;

import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.shadow.Policy;

/**
 * What the simulated real machine is to be like.
 *
 * @param harts real harts, each on a thread of the host
 * @param policy of the shadow page tables
 * @param design of guests that do not say so themselves
 * @param depth control programs one on the other: each but the first in a virtual machine of the
 *     one below, the last with the guests
 * @param slice steps after which a guest makes room for the next
 * @param guests what the guests' boards are like; the real machine leaves the same things open
 */
public record RealMachine(
    int harts, Policy policy, Design design, int depth, long slice, GuestBoards guests) {
  /** A machine with the usual slices. */
  public RealMachine(int harts, Policy policy, Design design, int depth, GuestBoards guests) {
    this(harts, policy, design, depth, Parts.USUAL.slice(), guests);
  }

  /** What a control program that runs guests in such slices is made of. */
  Parts parts() {
    return new Parts() {
      @Override
      public long slice() {
        return slice;
      }
    };
  }
}

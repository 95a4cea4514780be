package trapeze.console.run;

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
 * @param guests what the guests' boards are like; the real machine leaves the same things open
 */
public record RealMachine(int harts, Policy policy, Design design, int depth, GuestBoards guests) {}

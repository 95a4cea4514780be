package trapeze.console.run;

import trapeze.machine.board.Implementation;
import trapeze.shadow.Policy;

/**
 * What the simulated real machine is to be like.
 *
 * @param harts real harts, each on a thread of the host
 * @param policy of the shadow page tables
 * @param implementation what the manual leaves open, in the real machine and in its guests
 */
public record RealMachine(int harts, Policy policy, Implementation implementation) {}

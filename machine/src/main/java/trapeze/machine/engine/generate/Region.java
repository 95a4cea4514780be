package trapeze.machine.engine.generate;

import java.util.BitSet;

/**
 * Instructions of one page that become one method.
 *
 * @param start the halfword that it was found from
 * @param packed by halfword of the page; 0 where none belongs to the region
 * @param leaders where a block begins: execution arrives here other than from the instruction
 *     before
 * @param entries those leaders that execution arrives at from elsewhere, or by a computed jump
 */
public record Region(int start, long[] packed, BitSet leaders, BitSet entries) {}

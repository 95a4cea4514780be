/**
 * Machines put together: harts, memory and devices of the {@code virt} board, how they take turns,
 * and how a guest is started in them. A real machine and a virtual one are both a {@link
 * trapeze.machine.board.Board}; they differ in the harts they are given.
 */
@NullMarked
package trapeze.machine.board;

import org.jspecify.annotations.NullMarked;

/**
 * The bus and the devices of the {@code virt} board.
 *
 * <p>A device is a plain object behind a range of physical addresses. It knows no hart and no
 * thread; it does something only inside a register access or a poll that the board makes, so that
 * two runs with the same inputs are the same run. A guest may write anything to any register in any
 * order: a device answers with its defined behaviour, with an error bit, or with silence, never
 * with a Java exception, an unbounded loop or unbounded memory.
 */
@NullMarked
package trapeze.machine.device;

import org.jspecify.annotations.NullMarked;

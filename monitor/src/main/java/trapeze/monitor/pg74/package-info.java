/**
 * The paper's monitor for any machine of the paper's kind: dispatcher, allocator and interpreter
 * routines.
 *
 * <p>Nothing here knows an operation of any machine. What a monitor must know of one it asks of the
 * machine's definitions: the interpreter routine of an operation is the operation's own definition,
 * evaluated over the virtual registers and the guest's memory.
 */
@NullMarked
package trapeze.monitor.pg74;

import org.jspecify.annotations.NullMarked;

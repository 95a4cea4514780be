/**
 * The 1974 paper's machine as hardware: words of memory, devices, and a processor that goes on.
 *
 * <p>A trap is taken through locations 0 and 1, as the machine's definition says, unless its
 * supervisor is a resident in Java: then {@link trapeze.machine.pg74.Machine#run} gives the trap
 * back.
 */
@NullMarked
package trapeze.machine.pg74;

import org.jspecify.annotations.NullMarked;

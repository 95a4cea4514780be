/**
 * Physical memory: the machine's RAM, off the Java heap, and the raw accesses that harts make to
 * it.
 *
 * <p>{@link trapeze.machine.memory.PhysicalMemory} is the checked view, by physical address. {@link
 * trapeze.machine.memory.RawMemory} is the unchecked one, by address in the host's process: the
 * engine uses it after its own translation has shown that the access is inside memory.
 */
@NullMarked
package trapeze.machine.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The real machine: memory, bus, harts, address translation, the engine and the devices.
 *
 * <p>It knows nothing of the monitor: a resident sees it through one interface only.
 */
@NullMarked
package trapeze.machine;

import org.jspecify.annotations.NullMarked;

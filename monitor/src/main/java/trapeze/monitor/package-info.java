/**
 * The paper's dispatcher, allocator and interpreter routines; virtual machines and their devices.
 */
@NullMarked
package trapeze.monitor;

import org.jspecify.annotations.NullMarked;

/**
 * Where a virtual disk's sectors are kept.
 *
 * <p>A file that the user gives is opened read-only unless the user says otherwise; a guest that
 * must write gets a copy-on-write overlay, in memory and with a quota, that leaves the file alone.
 */
@NullMarked
package trapeze.machine.device.block;

import org.jspecify.annotations.NullMarked;

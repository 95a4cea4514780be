/**
 * What is in memory before the first instruction: firmware, kernels, programs, initial RAM disks.
 *
 * <p>A {@link trapeze.machine.load.Payload} is bytes with the name that the user knows them by. A
 * {@link trapeze.machine.load.GuestImage} is a payload that can be run; its kind is found from its
 * contents. Whatever is wrong with a file is a {@link trapeze.machine.load.BadImage} whose message
 * is one line for the user.
 */
@NullMarked
package trapeze.machine.load;

import org.jspecify.annotations.NullMarked;

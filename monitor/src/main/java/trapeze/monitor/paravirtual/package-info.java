/**
 * The paravirtual design: trap-and-emulate for kernels that know of it. What such a kernel would
 * trap on, it finds in a page that it shares with the monitor, or asks for with calls of an SBI
 * extension of our own: docs/paravirtual.md. A kernel that does not ask is executed as in
 * trap-and-emulate, to the last step.
 */
@NullMarked
package trapeze.monitor.paravirtual;

import org.jspecify.annotations.NullMarked;

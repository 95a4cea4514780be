/**
 * What the machine takes from Java's memory model, tested by jcstress on the accesses themselves:
 * opaque accesses, fences and compare-and-set of memory off the heap, and the versions that
 * reservations are made of.
 */
@NullMarked
package trapeze.stress;

import org.jspecify.annotations.NullMarked;

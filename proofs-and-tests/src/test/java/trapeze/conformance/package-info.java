/** Trapeze against machines that others have built: the same program on both, the same outcome. */
@NullMarked
package trapeze.conformance;

import org.jspecify.annotations.NullMarked;

/** Floating-point arithmetic, exact in value and flags. */
@NullMarked
package trapeze.isa.fp;

import org.jspecify.annotations.NullMarked;

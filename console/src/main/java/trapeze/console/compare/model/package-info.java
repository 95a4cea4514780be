/** A declared cost model: counts become cycles, and how much the answer hangs on each cost. */
@NullMarked
package trapeze.console.compare.model;

import org.jspecify.annotations.NullMarked;

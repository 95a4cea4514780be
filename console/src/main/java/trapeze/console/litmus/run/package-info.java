/** Litmus tests on machines: many instances in one guest program, on harts that really race. */
@NullMarked
package trapeze.console.litmus.run;

import org.jspecify.annotations.NullMarked;

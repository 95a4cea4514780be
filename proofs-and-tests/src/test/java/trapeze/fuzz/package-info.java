/** The fuzzer finds what is seeded, draws what it is told to, and goes on where it ended. */
@NullMarked
package trapeze.fuzz;

import org.jspecify.annotations.NullMarked;

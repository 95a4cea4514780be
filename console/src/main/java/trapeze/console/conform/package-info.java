/** Public test suites, given by path, run on the bare machine or inside a virtual one. */
@NullMarked
package trapeze.console.conform;

import org.jspecify.annotations.NullMarked;

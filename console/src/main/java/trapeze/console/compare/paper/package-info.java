/**
 * Experiments from the literature as runs that anybody can repeat: what a paper reported, what is
 * measured here, and whether the order that it found is found here too.
 */
@NullMarked
package trapeze.console.compare.paper;

import org.jspecify.annotations.NullMarked;

/**
 * A hart's state as values, and what a definition may ask of the hardware around the hart: the
 * frame in which every reader that executes definitions works.
 */
@NullMarked
package trapeze.isa.state;

import org.jspecify.annotations.NullMarked;

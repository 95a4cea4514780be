/**
 * The manual's memory model, executable: from the definitions of the instructions and the axioms of
 * RVWMO to all final states that a litmus test may have.
 */
@NullMarked
package trapeze.console.litmus.model;

import org.jspecify.annotations.NullMarked;

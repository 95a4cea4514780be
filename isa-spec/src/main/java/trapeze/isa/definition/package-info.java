/**
 * What a definition consists of beside its meaning: encodings, instructions, control and status
 * registers, and the instruction set that they make up together.
 */
@NullMarked
package trapeze.isa.definition;

import org.jspecify.annotations.NullMarked;

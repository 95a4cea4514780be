/**
 * The meaning of every instruction and control register, written once, as data.
 *
 * <p>Everything that needs a meaning reads it from here: the evaluator, the engine, the monitor,
 * the classifier, the prover and the disassembler.
 */
@NullMarked
package trapeze.isa;

import org.jspecify.annotations.NullMarked;

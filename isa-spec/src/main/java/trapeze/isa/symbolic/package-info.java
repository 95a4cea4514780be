/**
 * Definitions carried out on terms instead of values: what an instruction or a routine does to
 * every state at once, as expressions over the state before.
 *
 * <p>{@link trapeze.isa.symbolic.Terms} makes and simplifies the terms, {@link
 * trapeze.isa.symbolic.SymbolicExecution} carries out, an {@link trapeze.isa.symbolic.Outcome} is
 * what comes back. The prover hands the terms to a solver; the classifier reads them.
 */
@NullMarked
package trapeze.isa.symbolic;

import org.jspecify.annotations.NullMarked;

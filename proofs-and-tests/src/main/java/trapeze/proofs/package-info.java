/**
 * Proofs from the definitions, by a solver: what the monitor relies on, said for all states at
 * once.
 *
 * <p>{@link trapeze.proofs.BitVectors} reads an expression of the definitions as a bit-vector term;
 * everything else here is what is asked about such terms.
 */
@NullMarked
package trapeze.proofs;

import org.jspecify.annotations.NullMarked;

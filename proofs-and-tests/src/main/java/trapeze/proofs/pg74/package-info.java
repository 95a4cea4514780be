/**
 * The classification of third-generation machines by a solver: the paper's definitions as questions
 * about all states of the full-width machine. It must agree with the visit of every state of a
 * small one.
 */
@NullMarked
package trapeze.proofs.pg74;

import org.jspecify.annotations.NullMarked;

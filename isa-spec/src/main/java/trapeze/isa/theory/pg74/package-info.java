/**
 * The classification of third-generation machines by a visit of every state: the paper's
 * definitions, sentence by sentence, as code over executions.
 */
@NullMarked
package trapeze.isa.theory.pg74;

import org.jspecify.annotations.NullMarked;

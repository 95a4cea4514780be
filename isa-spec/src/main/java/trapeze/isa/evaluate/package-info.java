/**
 * The reference evaluator: definitions carried out node by node, slowly and plainly. It is what
 * every faster reader is compared with.
 */
@NullMarked
package trapeze.isa.evaluate;

import org.jspecify.annotations.NullMarked;

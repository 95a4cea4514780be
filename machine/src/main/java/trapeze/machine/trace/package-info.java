/**
 * The execution log: what each step of a hart did, in the lines that users of other simulators know
 * and compare. It shows any hart, real or virtual, and knows no meaning of any instruction: what
 * was written is asked of the definitions.
 */
@NullMarked
package trapeze.machine.trace;

import org.jspecify.annotations.NullMarked;

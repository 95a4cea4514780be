/**
 * What {@code trapeze classify} prints: machines, their verdicts, the theorems, and explanations.
 */
@NullMarked
package trapeze.console.theory;

import org.jspecify.annotations.NullMarked;

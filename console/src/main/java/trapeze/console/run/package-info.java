/** Guests running under the control program, from their definition to their accounts. */
@NullMarked
package trapeze.console.run;

import org.jspecify.annotations.NullMarked;

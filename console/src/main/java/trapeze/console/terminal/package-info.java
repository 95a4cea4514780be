/** Guests' consoles: several on one output, what is typed at them, and the operator's keyboard. */
@NullMarked
package trapeze.console.terminal;

import org.jspecify.annotations.NullMarked;

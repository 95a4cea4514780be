/** Execution logs, event recordings and timelines as files that the user asked for. */
@NullMarked
package trapeze.console.trace;

import org.jspecify.annotations.NullMarked;

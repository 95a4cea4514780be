/** What a run has cost, as a table for people and as JSON for programs. */
@NullMarked
package trapeze.console.report;

import org.jspecify.annotations.NullMarked;

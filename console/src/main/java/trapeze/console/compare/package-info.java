/**
 * Designs of monitors compared on the same guests: a matrix of setups and workloads, run round by
 * round, with exact counts kept apart from times.
 *
 * <p>A {@link trapeze.console.compare.Cell} is one workload on one setup, the bare machine being a
 * setup like the others. {@link trapeze.console.compare.Bench} runs one, {@link
 * trapeze.console.compare.Rounds} all of them in turns, {@link trapeze.console.compare.ResultStore}
 * keeps what was found so that a run that was killed goes on.
 */
@NullMarked
package trapeze.console.compare;

import org.jspecify.annotations.NullMarked;

/**
 * The theory of Popek and Goldberg (CACM 17(7), 1974) as something that runs: what the paper calls
 * privileged, sensitive and innocuous, decided from a machine's definitions, each verdict with two
 * states that anyone can check, and the theorems on top. Also the complete visit of all states of a
 * machine that is small enough.
 */
@NullMarked
package trapeze.isa.theory;

import org.jspecify.annotations.NullMarked;

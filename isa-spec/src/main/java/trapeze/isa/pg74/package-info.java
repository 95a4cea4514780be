/**
 * The third-generation machine of Popek and Goldberg's paper (CACM 17(7), 1974): S = ⟨E, M, P, R⟩,
 * executable storage, processor mode, program counter and relocation-bounds register, in the same
 * language as RV64.
 *
 * <p>Sizes and instructions are parameters: an instance can be small enough for every state to be
 * visited, or large enough for an operating system.
 */
@NullMarked
package trapeze.isa.pg74;

import org.jspecify.annotations.NullMarked;

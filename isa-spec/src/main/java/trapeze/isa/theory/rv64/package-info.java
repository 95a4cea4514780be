/**
 * The theory applied to RV64: which of its instructions, instance by instance, are privileged and
 * which are sensitive, for a monitor that runs its guests in U-mode and for one that runs them in
 * S-mode, and under which conditions.
 *
 * <p>Verdicts are read off terms: a frame says what stands for a guest's control state, the
 * definitions are carried out under its conditions, and what a result does not mention it does not
 * depend on. What it may depend on is shown by two concrete states.
 */
@NullMarked
package trapeze.isa.theory.rv64;

import org.jspecify.annotations.NullMarked;

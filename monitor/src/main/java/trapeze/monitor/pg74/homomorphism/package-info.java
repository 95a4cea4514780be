/**
 * The paper's homomorphism, checked: for every state S of a small virtual machine, one step of the
 * bare machine and then the VM map is the VM map and then one step of the real machine, with the
 * monitor's routine behind it if it traps. f(i(S)) = e'(f(S)).
 *
 * <p>Every state is visited. Where the two part, the least state of all that do so is told as a
 * story.
 */
@NullMarked
package trapeze.monitor.pg74.homomorphism;

import org.jspecify.annotations.NullMarked;

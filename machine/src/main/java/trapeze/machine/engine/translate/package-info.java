/**
 * The translator tier: which guest code is worth translating, and its way to a loaded class. What
 * the code is made of stands with the generators, what it is made from in the specification.
 */
@NullMarked
package trapeze.machine.engine.translate;

import org.jspecify.annotations.NullMarked;

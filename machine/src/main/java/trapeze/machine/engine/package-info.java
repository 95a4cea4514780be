/**
 * What executes instructions: a hart's data and fetch paths, its translation caches and the loop.
 *
 * <p>Meanings come from the specification, as classes that {@link
 * trapeze.machine.engine.generate.GenerateEngine} wrote; {@link trapeze.machine.engine.Definitions}
 * is the seam between the two. What is written by hand here is what the specification leaves to the
 * hardware around a hart: where bytes lie, what is cached, when the loop stops.
 */
@NullMarked
package trapeze.machine.engine;

import org.jspecify.annotations.NullMarked;

/** From the specification to the engine's classes, written at build time. */
@NullMarked
package trapeze.machine.engine.generate;

import org.jspecify.annotations.NullMarked;

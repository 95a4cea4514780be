/**
 * From the specification to the engine's classes, written at build time.
 *
 * <p>{@link trapeze.machine.engine.generate.EngineGenerator} makes five classes of an instruction
 * set: a method an instruction, a method a routine, the CSRs by address, the loop, and the binding
 * of all of them. A definition is translated by three emitters, for statements, expressions and
 * conditions; where its operands come from is behind an interface of their own, so that a
 * translator can put constants in their place.
 */
@NullMarked
package trapeze.machine.engine.generate;

import org.jspecify.annotations.NullMarked;

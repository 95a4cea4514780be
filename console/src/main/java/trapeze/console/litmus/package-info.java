/**
 * Litmus tests: small parallel programs with a question about how they can end, read from the usual
 * text format, judged by the memory model, and run on machines, bare and virtual.
 */
@NullMarked
package trapeze.console.litmus;

import org.jspecify.annotations.NullMarked;

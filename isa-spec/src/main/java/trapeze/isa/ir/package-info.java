/**
 * The language that definitions are written in: typed expressions and statements as plain data.
 *
 * <p>Everything here is a sealed interface with records below it, taken apart with pattern
 * matching: a node added to the language fails to compile in every reader that forgot it. Control
 * flow is guards and selection only, so that every definition has a finite form for a solver.
 */
@NullMarked
package trapeze.isa.ir;

import org.jspecify.annotations.NullMarked;

package trapeze.isa.symbolic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;

/**
 * Where some statements lead, given that they are entered: on to the next one, out of the routine,
 * or into a trap. A way that is null is never taken.
 */
record Flow(@Nullable Exit next, @Nullable Exit returned, @Nullable Exit raised) {

  /** On to the next statement. */
  static Flow on(Terms terms, SymbolicState state) {
    return new Flow(new Exit(terms.bit(true), state, List.of()), null, null);
  }

  /** Out of the routine. */
  static Flow returning(Terms terms, SymbolicState state, Expression result) {
    return new Flow(null, new Exit(terms.bit(true), state, List.of(result)), null);
  }

  /** Into a trap. */
  static Flow raising(Terms terms, SymbolicState state, Expression cause, Expression trapValue) {
    return new Flow(null, null, new Exit(terms.bit(true), state, List.of(cause, trapValue)));
  }

  /** This one if the condition is set, else the other. */
  Flow orElse(Terms terms, Expression condition, Flow other) {
    return new Flow(
        Exit.either(terms, condition, next, other.next),
        Exit.either(terms, condition, returned, other.returned),
        Exit.either(terms, condition, raised, other.raised));
  }

  /** The same statements, with these behind them, which are entered from their end. */
  Flow then(Terms terms, Flow more) {
    Exit from = next;
    if (from == null) {
      return this;
    }
    return new Flow(
        under(terms, from.guard(), more.next),
        Exit.firstOf(terms, returned, under(terms, from.guard(), more.returned)),
        Exit.firstOf(terms, raised, under(terms, from.guard(), more.raised)));
  }

  private static @Nullable Exit under(Terms terms, Expression condition, @Nullable Exit exit) {
    return exit == null ? null : exit.under(terms, condition);
  }
}

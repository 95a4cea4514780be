package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;

/**
 * A way out of some statements.
 *
 * @param guard under which condition they are left this way, given that they are entered; one bit
 * @param state what then holds
 * @param values what is handed on: nothing, a result, or the cause and the value of a trap
 */
record Exit(Expression guard, SymbolicState state, List<Expression> values) {

  /** Behind a condition that is known to hold: this way out if it does, else that one. */
  static @Nullable Exit either(
      Terms terms, Expression condition, @Nullable Exit ifSet, @Nullable Exit ifClear) {
    if (ifSet == null) {
      return ifClear == null ? null : ifClear.under(terms, terms.not(condition));
    }
    if (ifClear == null) {
      return ifSet.under(terms, condition);
    }
    return new Exit(
        terms.select(condition, ifSet.guard, ifClear.guard),
        ifSet.state.orElse(condition, ifClear.state),
        select(terms, condition, ifSet.values, ifClear.values));
  }

  /** This way out, or else a later one; their guards exclude each other. */
  static @Nullable Exit firstOf(Terms terms, @Nullable Exit first, @Nullable Exit later) {
    if (first == null) {
      return later;
    }
    if (later == null) {
      return first;
    }
    return new Exit(
        terms.or(first.guard, later.guard),
        first.state.orElse(first.guard, later.state),
        select(terms, first.guard, first.values, later.values));
  }

  /** The same under a further condition; null if that can never be. */
  @Nullable Exit under(Terms terms, Expression condition) {
    Expression both = terms.and(condition, guard);
    return Terms.is(both, 0) ? null : new Exit(both, state, values);
  }

  private static List<Expression> select(
      Terms terms, Expression condition, List<Expression> ifSet, List<Expression> ifClear) {
    List<Expression> chosen = new ArrayList<>();
    for (int i = 0; i < ifSet.size(); i++) {
      chosen.add(terms.select(condition, ifSet.get(i), ifClear.get(i)));
    }
    return chosen;
  }
}

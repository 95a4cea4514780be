package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Expression.Select;
import trapeze.isa.ir.Expression.Unary;
import trapeze.isa.ir.UnaryOperator;

/** Choices between terms: what both sides share is not chosen. */
final class Selection {
  /** Masks that differ in more places than this are not cut. */
  private static final int MOST_PIECES = 8;

  private final Terms terms;
  private final Pieces pieces;

  Selection(Terms terms, Pieces pieces) {
    this.terms = terms;
    this.pieces = pieces;
  }

  Expression select(Expression condition, Expression ifSet, Expression ifClear) {
    if (condition instanceof Constant constant) {
      return constant.value() != 0 ? ifSet : ifClear;
    }
    if (condition instanceof Unary(UnaryOperator operator, Expression denied)
        && operator == UnaryOperator.NOT) {
      return terms.select(denied, ifClear, ifSet);
    }
    if (ifSet.width() == 1) {
      return bit(condition, ifSet, ifClear);
    }
    if (ifSet instanceof Select(Expression again, Expression inner, Expression _)
        && again == condition) {
      return terms.select(condition, inner, ifClear);
    }
    if (ifClear instanceof Select(Expression other, Expression first, Expression second)) {
      if (other == condition) {
        return terms.select(condition, ifSet, second);
      }
      if (first == ifSet) {
        return terms.select(terms.or(condition, other), ifSet, second);
      }
    }
    Expression shared = piecewise(condition, ifSet, ifClear);
    return shared != null ? shared : terms.node(new Select(condition, ifSet, ifClear));
  }

  private Expression bit(Expression condition, Expression ifSet, Expression ifClear) {
    if (ifSet instanceof Constant set) {
      return set.value() != 0
          ? terms.or(condition, ifClear)
          : terms.and(terms.not(condition), ifClear);
    }
    if (ifClear instanceof Constant clear) {
      return clear.value() != 0
          ? terms.or(terms.not(condition), ifSet)
          : terms.and(condition, ifSet);
    }
    if (ifSet == condition) {
      return terms.or(condition, ifClear);
    }
    if (ifClear == condition) {
      return terms.and(condition, ifSet);
    }
    return terms.node(new Select(condition, ifSet, ifClear));
  }

  /** Chooses between the pieces that differ, if there are pieces that do not. */
  private @Nullable Expression piecewise(
      Expression condition, Expression ifSet, Expression ifClear) {
    Set<Integer> cuts = new TreeSet<>(Pieces.cuts(ifSet));
    cuts.addAll(Pieces.cuts(ifClear));
    if (ifSet instanceof Constant set && ifClear instanceof Constant clear) {
      cuts.addAll(Pieces.runs(set.value() ^ clear.value(), set.width()));
      if (set.width() < 32 || cuts.size() > MOST_PIECES) {
        return null;
      }
    } else if (cuts.isEmpty()) {
      return null;
    }
    List<Expression> sets = pieces.cut(ifSet, cuts);
    List<Expression> clears = pieces.cut(ifClear, cuts);
    List<Expression> made = new ArrayList<>();
    boolean shares = false;
    for (int i = 0; i < sets.size(); i++) {
      shares |= sets.get(i) == clears.get(i);
      made.add(terms.select(condition, sets.get(i), clears.get(i)));
    }
    return shares ? pieces.join(made) : null;
  }
}

package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.evaluate.Operators;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Binary;
import trapeze.isa.ir.Expression.Compare;
import trapeze.isa.ir.Expression.Concatenate;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Expression.Select;
import trapeze.isa.ir.Expression.Unary;
import trapeze.isa.ir.UnaryOperator;

/** And, or and exclusive or: bit by bit, piece by piece, and on conditions. */
final class Logic {
  /** A mask in more runs than this is left as it is. */
  private static final int MOST_RUNS = 24;

  /** A condition of more parts than this is not searched for repetitions. */
  private static final int MOST_PARTS = 24;

  private final Terms terms;
  private final Pieces pieces;

  Logic(Terms terms, Pieces pieces) {
    this.terms = terms;
    this.pieces = pieces;
  }

  Expression bitwise(BinaryOperator operator, Expression left, Expression right) {
    int width = left.width();
    if (left instanceof Constant a && right instanceof Constant b) {
      return terms.constant(Operators.binary(operator, a.value(), b.value(), width), width);
    }
    if (left instanceof Constant) {
      return terms.binary(operator, right, left);
    }
    if (left == right) {
      return operator == BinaryOperator.XOR ? terms.constant(0, width) : left;
    }
    if (right instanceof Constant constant) {
      Expression simple = withConstant(operator, left, constant);
      if (simple != null) {
        return simple;
      }
    } else {
      Expression simple = ofComplements(operator, left, right);
      if (simple != null) {
        return simple;
      }
    }
    if (left instanceof Concatenate || right instanceof Concatenate) {
      Set<Integer> cuts = new TreeSet<>(Pieces.cuts(left));
      cuts.addAll(Pieces.cuts(right));
      return piecewise(operator, left, right, cuts);
    }
    return width == 1 && operator != BinaryOperator.XOR
        ? condition(operator, left, right)
        : ordered(operator, left, right);
  }

  private @Nullable Expression withConstant(
      BinaryOperator operator, Expression term, Constant constant) {
    boolean zero = constant.value() == 0;
    boolean ones = Terms.isOnes(constant);
    if (zero) {
      return operator == BinaryOperator.AND ? constant : term;
    }
    if (ones) {
      return switch (operator) {
        case AND -> term;
        case OR -> constant;
        default -> terms.not(term);
      };
    }
    Set<Integer> cuts = new TreeSet<>(Pieces.runs(constant.value(), constant.width()));
    if (cuts.size() > MOST_RUNS) {
      return null;
    }
    cuts.addAll(Pieces.cuts(term));
    return piecewise(operator, term, constant, cuts);
  }

  private Expression piecewise(
      BinaryOperator operator, Expression left, Expression right, Collection<Integer> cuts) {
    List<Expression> lefts = pieces.cut(left, cuts);
    List<Expression> rights = pieces.cut(right, cuts);
    List<Expression> made = new ArrayList<>();
    for (int i = 0; i < lefts.size(); i++) {
      made.add(terms.binary(operator, lefts.get(i), rights.get(i)));
    }
    return pieces.join(made);
  }

  private @Nullable Expression ofComplements(
      BinaryOperator operator, Expression left, Expression right) {
    if (!isComplement(left, right) && !isComplement(right, left)) {
      return null;
    }
    return operator == BinaryOperator.AND
        ? terms.constant(0, left.width())
        : terms.constant(-1, left.width());
  }

  private static boolean isComplement(Expression complement, Expression of) {
    return complement instanceof Unary(UnaryOperator operator, Expression value)
        && operator == UnaryOperator.NOT
        && value == of;
  }

  private Expression ordered(BinaryOperator operator, Expression left, Expression right) {
    return terms.number(left) <= terms.number(right)
        ? terms.node(new Binary(operator, left, right))
        : terms.node(new Binary(operator, right, left));
  }

  /** A conjunction, or by duality a disjunction, without parts that say nothing more. */
  private Expression condition(BinaryOperator operator, Expression left, Expression right) {
    List<Expression> kept = new ArrayList<>();
    Set<Key> seen = new HashSet<>();
    boolean small = gather(operator, left, kept, seen) && gather(operator, right, kept, seen);
    if (!small) {
      return ordered(operator, left, right);
    }
    Expression absorbing = terms.bit(operator == BinaryOperator.OR);
    for (int i = 0; i < kept.size(); i++) {
      Expression part = kept.get(i);
      for (int j = 0; j < kept.size(); j++) {
        if (i == j) {
          continue;
        }
        Expression other = kept.get(j);
        if (isComplement(part, other) || excludes(operator, part, other)) {
          return absorbing;
        }
        if (isImplied(operator, part, other)) {
          return conjunction(operator, without(kept, i));
        }
        Expression shorter = shortened(operator, part, other);
        if (shorter != null) {
          List<Expression> rest = without(kept, i);
          rest.add(shorter);
          return conjunction(operator, rest);
        }
        Expression common = inEitherCase(operator, part, other);
        if (common != null) {
          List<Expression> rest = without(kept, Math.max(i, j));
          rest.set(Math.min(i, j), common);
          return conjunction(operator, rest);
        }
      }
    }
    Expression all = kept.getFirst();
    for (Expression part : kept.subList(1, kept.size())) {
      all = ordered(operator, all, part);
    }
    return all;
  }

  private Expression conjunction(BinaryOperator operator, List<Expression> parts) {
    Expression all = parts.getFirst();
    for (Expression part : parts.subList(1, parts.size())) {
      all = terms.binary(operator, all, part);
    }
    return all;
  }

  private static List<Expression> without(List<Expression> parts, int index) {
    List<Expression> rest = new ArrayList<>(parts);
    rest.remove(index);
    return rest;
  }

  /** Two constants for one term cannot both hold; that neither does, cannot be said so simply. */
  private static boolean excludes(BinaryOperator operator, Expression one, Expression other) {
    return operator == BinaryOperator.AND
        && one instanceof Compare(Comparison first, Expression a, Expression k)
        && other instanceof Compare(Comparison second, Expression b, Expression l)
        && first == Comparison.EQUAL
        && second == Comparison.EQUAL
        && a == b
        && k instanceof Constant
        && l instanceof Constant
        && k != l;
  }

  /** Whether {@code part} says nothing beside {@code other}: {@code other or more} does not. */
  private static boolean isImplied(BinaryOperator operator, Expression part, Expression other) {
    if (part instanceof Binary(BinaryOperator inner, Expression a, Expression b)
        && inner == dual(operator)) {
      return a == other || b == other;
    }
    return operator == BinaryOperator.AND
        && part instanceof Unary(UnaryOperator not, Expression denied)
        && not == UnaryOperator.NOT
        && excludes(operator, denied, other);
  }

  /** In {@code other and (not other or more)} the second part is only {@code more}. */
  private static @Nullable Expression shortened(
      BinaryOperator operator, Expression part, Expression other) {
    if (part instanceof Binary(BinaryOperator inner, Expression a, Expression b)
        && inner == dual(operator)) {
      if (contradicts(operator, a, other)) {
        return b;
      }
      if (contradicts(operator, b, other)) {
        return a;
      }
    }
    if (part instanceof Select(Expression choice, Expression ifSet, Expression ifClear)) {
      // A conjunction is looked at where the other part is set, a disjunction where it is clear.
      boolean whereSet = operator == BinaryOperator.AND;
      if (choice == other) {
        return whereSet ? ifSet : ifClear;
      }
      if (areComplements(choice, other)) {
        return whereSet ? ifClear : ifSet;
      }
    }
    return null;
  }

  /** Of {@code (a and b) or (a and not b)} the {@code a}, and dually. */
  private static @Nullable Expression inEitherCase(
      BinaryOperator operator, Expression part, Expression other) {
    if (part instanceof Binary(BinaryOperator inner, Expression a, Expression b)
        && other instanceof Binary(BinaryOperator outer, Expression c, Expression d)
        && inner == dual(operator)
        && outer == inner) {
      if (a == c && areComplements(b, d) || a == d && areComplements(b, c)) {
        return a;
      }
      if (b == c && areComplements(a, d) || b == d && areComplements(a, c)) {
        return b;
      }
    }
    return null;
  }

  private static boolean areComplements(Expression one, Expression other) {
    return isComplement(one, other) || isComplement(other, one);
  }

  private static boolean contradicts(BinaryOperator operator, Expression one, Expression other) {
    return areComplements(one, other) || excludes(operator, one, other);
  }

  private static BinaryOperator dual(BinaryOperator operator) {
    return operator == BinaryOperator.AND ? BinaryOperator.OR : BinaryOperator.AND;
  }

  static List<Expression> parts(BinaryOperator operator, Expression term) {
    List<Expression> found = new ArrayList<>();
    if (term instanceof Binary(BinaryOperator inner, Expression a, Expression b)
        && inner == operator) {
      found.addAll(parts(operator, a));
      found.addAll(parts(operator, b));
    } else {
      found.add(term);
    }
    return found;
  }

  /** Collects the parts of a nested condition; false if there are too many. */
  private boolean gather(
      BinaryOperator operator, Expression term, List<Expression> parts, Set<Key> seen) {
    if (term instanceof Binary(BinaryOperator inner, Expression a, Expression b)
        && inner == operator) {
      return gather(operator, a, parts, seen) && gather(operator, b, parts, seen);
    }
    if (seen.add(Key.of("part", term, null))) {
      parts.add(term);
    }
    return seen.size() <= MOST_PARTS;
  }
}

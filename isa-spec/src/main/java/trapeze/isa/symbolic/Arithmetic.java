package trapeze.isa.symbolic;

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
import trapeze.isa.ir.Expression.Extend;
import trapeze.isa.ir.Expression.Select;
import trapeze.isa.ir.Expression.Unary;
import trapeze.isa.ir.UnaryOperator;

/** Operators on numbers, shifts and comparisons; constants are folded by the evaluator's own. */
final class Arithmetic {
  private final Terms terms;
  private final Pieces pieces;

  Arithmetic(Terms terms, Pieces pieces) {
    this.terms = terms;
    this.pieces = pieces;
  }

  Expression unary(UnaryOperator operator, Expression value) {
    if (value instanceof Constant constant) {
      return terms.constant(
          Operators.unary(operator, constant.value(), value.width()), value.width());
    }
    if (operator == UnaryOperator.NOT) {
      if (value instanceof Unary(UnaryOperator inner, Expression original) && inner == operator) {
        return original;
      }
      if (value instanceof Concatenate) {
        return pieces.join(Pieces.of(value).stream().map(terms::not).toList());
      }
    }
    return terms.node(new Unary(operator, value));
  }

  Expression binary(BinaryOperator operator, Expression left, Expression right) {
    int width = left.width();
    Long a = Terms.valueOf(left);
    Long b = Terms.valueOf(right);
    if (a != null && b != null) {
      return terms.constant(Operators.binary(operator, a, b, width), width);
    }
    Expression simple = b != null ? withConstant(operator, left, b) : null;
    if (simple != null) {
      return simple;
    }
    if (isCommutative(operator) && (a != null || b == null && isAfter(left, right))) {
      return terms.binary(operator, right, left);
    }
    if (left == right && operator == BinaryOperator.SUBTRACT) {
      return terms.constant(0, width);
    }
    return terms.node(new Binary(operator, left, right));
  }

  private boolean isAfter(Expression left, Expression right) {
    return terms.number(left) > terms.number(right);
  }

  private static boolean isCommutative(BinaryOperator operator) {
    return switch (operator) {
      case ADD, MULTIPLY, MULTIPLY_HIGH_SIGNED, MULTIPLY_HIGH_UNSIGNED, CARRYLESS_MULTIPLY -> true;
      default -> false;
    };
  }

  private @Nullable Expression withConstant(BinaryOperator operator, Expression left, long right) {
    int width = left.width();
    return switch (operator) {
      case ADD -> plus(left, right);
      case SUBTRACT -> terms.binary(BinaryOperator.ADD, left, terms.constant(-right, width));
      case MULTIPLY -> right == 0 ? terms.constant(0, width) : right == 1 ? left : null;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_ARITHMETIC ->
          shift(operator, left, (int) (right & (width - 1)));
      default -> null;
    };
  }

  private @Nullable Expression plus(Expression left, long right) {
    if (right == 0) {
      return left;
    }
    if (left instanceof Binary(BinaryOperator inner, Expression base, Constant offset)
        && inner == BinaryOperator.ADD) {
      return terms.binary(
          BinaryOperator.ADD, base, terms.constant(offset.value() + right, left.width()));
    }
    return null;
  }

  private Expression shift(BinaryOperator operator, Expression value, int amount) {
    int width = value.width();
    if (amount == 0) {
      return value;
    }
    return switch (operator) {
      case SHIFT_LEFT ->
          terms.concatenate(terms.extract(value, width - 1 - amount, 0), terms.constant(0, amount));
      case SHIFT_RIGHT -> terms.extend(terms.extract(value, width - 1, amount), width, false);
      default -> terms.extend(terms.extract(value, width - 1, amount), width, true);
    };
  }

  Expression compare(Comparison comparison, Expression left, Expression right) {
    Long a = Terms.valueOf(left);
    Long b = Terms.valueOf(right);
    if (a != null && b != null) {
      return terms.bit(Operators.compare(comparison, a, b, left.width()));
    }
    if (left == right) {
      return terms.bit(comparison == Comparison.EQUAL);
    }
    if (comparison == Comparison.EQUAL) {
      return equal(left, right);
    }
    Expression chosen = ofChoice(comparison, left, right);
    if (chosen != null) {
      return chosen;
    }
    if (comparison == Comparison.LESS_UNSIGNED) {
      Expression simple = below(left, right);
      if (simple != null) {
        return simple;
      }
    }
    return terms.node(new Compare(comparison, left, right));
  }

  /** A comparison of one constant with a choice between two terms, one of them a constant. */
  private @Nullable Expression ofChoice(Comparison comparison, Expression left, Expression right) {
    if (right instanceof Constant
        && left instanceof Select(Expression condition, Expression ifSet, Expression ifClear)
        && (ifSet instanceof Constant || ifClear instanceof Constant)) {
      return terms.select(
          condition,
          terms.compare(comparison, ifSet, right),
          terms.compare(comparison, ifClear, right));
    }
    if (left instanceof Constant
        && right instanceof Select(Expression condition, Expression ifSet, Expression ifClear)
        && (ifSet instanceof Constant || ifClear instanceof Constant)) {
      return terms.select(
          condition,
          terms.compare(comparison, left, ifSet),
          terms.compare(comparison, left, ifClear));
    }
    return null;
  }

  private @Nullable Expression below(Expression left, Expression right) {
    if (Terms.is(right, 0) || Terms.isOnes(left)) {
      return terms.bit(false);
    }
    if (Terms.is(right, 1)) {
      return terms.equal(left, terms.constant(0, left.width()));
    }
    if (left.width() == 1) {
      return terms.and(terms.not(left), right);
    }
    List<Expression> lefts = Pieces.of(left);
    List<Expression> rights = Pieces.of(right);
    // Leading zeros on both sides decide nothing.
    int zeros = Math.min(leadingZeros(lefts.getFirst()), leadingZeros(rights.getFirst()));
    if (zeros > 0 && zeros < left.width()) {
      int top = left.width() - 1 - zeros;
      return terms.compare(
          Comparison.LESS_UNSIGNED, terms.extract(left, top, 0), terms.extract(right, top, 0));
    }
    return null;
  }

  private static int leadingZeros(Expression piece) {
    return piece instanceof Constant constant
        ? Long.numberOfLeadingZeros(constant.value()) - (64 - constant.width())
        : 0;
  }

  private Expression equal(Expression left, Expression right) {
    if (left instanceof Constant || !(right instanceof Constant) && isAfter(left, right)) {
      return terms.equal(right, left);
    }
    if (right instanceof Constant constant) {
      Expression simple = isConstant(left, constant);
      if (simple != null) {
        return simple;
      }
    }
    boolean cuttable = right instanceof Constant || right instanceof Concatenate;
    if (left instanceof Concatenate && cuttable) {
      Set<Integer> cuts = new TreeSet<>(Pieces.cuts(left));
      cuts.addAll(Pieces.cuts(right));
      List<Expression> lefts = pieces.cut(left, cuts);
      List<Expression> rights = pieces.cut(right, cuts);
      Expression all = terms.bit(true);
      for (int i = 0; i < lefts.size(); i++) {
        all = terms.and(all, terms.equal(lefts.get(i), rights.get(i)));
      }
      return all;
    }
    return terms.node(new Compare(Comparison.EQUAL, left, right));
  }

  private @Nullable Expression isConstant(Expression term, Constant constant) {
    if (term.width() == 1) {
      return constant.value() == 1 ? term : terms.not(term);
    }
    return switch (term) {
      case Unary(UnaryOperator operator, Expression value) when operator == UnaryOperator.NOT ->
          terms.equal(value, terms.not(constant));
      case Binary(BinaryOperator operator, Expression base, Constant offset)
          when operator == BinaryOperator.ADD ->
          terms.equal(base, terms.constant(constant.value() - offset.value(), term.width()));
      case Extend(Expression value, int _, boolean _) -> {
        Expression low = terms.extract(constant, value.width() - 1, 0);
        yield terms.extend(low, term.width(), true) == constant
            ? terms.equal(value, low)
            : terms.bit(false);
      }
      default -> ofChoice(Comparison.EQUAL, term, constant);
    };
  }
}

package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.evaluate.Operators;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Binary;
import trapeze.isa.ir.Expression.Concatenate;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Expression.Extend;
import trapeze.isa.ir.Expression.Extract;
import trapeze.isa.ir.Expression.Select;
import trapeze.isa.ir.Expression.Unary;
import trapeze.isa.ir.UnaryOperator;

/** Terms cut into bits and put together again. */
final class Pieces {
  private final Terms terms;

  Pieces(Terms terms) {
    this.terms = terms;
  }

  /** What a term is a concatenation of, uppermost first; a term that is none, alone. */
  static List<Expression> of(Expression term) {
    List<Expression> found = new ArrayList<>();
    Expression rest = term;
    while (rest instanceof Concatenate(Expression upper, Expression lower)) {
      found.add(upper);
      rest = lower;
    }
    found.add(rest);
    return found;
  }

  /** The lowest bits of a term's pieces, that of the lowest piece (0) left out. */
  static Set<Integer> cuts(Expression term) {
    TreeSet<Integer> cuts = new TreeSet<>();
    int at = term.width();
    for (Expression piece : of(term)) {
      at -= piece.width();
      cuts.add(at);
    }
    cuts.remove(0);
    return cuts;
  }

  /** Where a constant changes from ones to zeros or back. */
  static Set<Integer> runs(long value, int width) {
    TreeSet<Integer> cuts = new TreeSet<>();
    for (int bit = 1; bit < width; bit++) {
      if ((value >>> bit & 1) != (value >>> (bit - 1) & 1)) {
        cuts.add(bit);
      }
    }
    return cuts;
  }

  /** A term cut at these bits, uppermost first. */
  List<Expression> cut(Expression term, Collection<Integer> cuts) {
    List<Expression> found = new ArrayList<>();
    int high = term.width() - 1;
    for (int low : new TreeSet<>(cuts).descendingSet()) {
      found.add(terms.extract(term, high, low));
      high = low - 1;
    }
    found.add(terms.extract(term, high, 0));
    return found;
  }

  /** Terms side by side, uppermost first; neighbours that belong together become one. */
  Expression join(List<Expression> parts) {
    List<Expression> flat = new ArrayList<>();
    for (Expression part : parts) {
      for (Expression piece : of(part)) {
        if (!flat.isEmpty()) {
          Expression merged = merged(flat.getLast(), piece);
          if (merged != null) {
            flat.set(flat.size() - 1, merged);
            continue;
          }
        }
        flat.add(piece);
      }
    }
    Expression all = flat.getLast();
    for (int i = flat.size() - 2; i >= 0; i--) {
      all = terms.node(new Concatenate(flat.get(i), all));
    }
    return all;
  }

  private @Nullable Expression merged(Expression upper, Expression lower) {
    if (upper instanceof Constant high && lower instanceof Constant low) {
      return terms.constant(high.value() << low.width() | low.value(), high.width() + low.width());
    }
    if (upper instanceof Extract(Expression above, int high, int middle)
        && lower instanceof Extract(Expression below, int next, int low)
        && above == below
        && middle == next + 1) {
      return terms.extract(above, high, low);
    }
    return null;
  }

  long changes(Expression before, Expression after) {
    Set<Integer> cuts = new TreeSet<>(cuts(before));
    cuts.addAll(cuts(after));
    List<Expression> olds = cut(before, cuts);
    List<Expression> news = cut(after, cuts);
    long changed = 0;
    for (int i = 0; i < olds.size(); i++) {
      int width = olds.get(i).width();
      changed = width == 64 ? 0 : changed << width;
      if (olds.get(i) instanceof Constant was && news.get(i) instanceof Constant is) {
        changed |= was.value() ^ is.value();
      } else if (olds.get(i) != news.get(i)) {
        changed |= -1L >>> (64 - width);
      }
    }
    return changed;
  }

  Expression insert(Expression whole, int high, int low, Expression value) {
    List<Expression> parts = new ArrayList<>();
    if (high < whole.width() - 1) {
      parts.add(terms.extract(whole, whole.width() - 1, high + 1));
    }
    parts.add(value);
    if (low > 0) {
      parts.add(terms.extract(whole, low - 1, 0));
    }
    return join(parts);
  }

  Expression extract(Expression term, int high, int low) {
    return switch (term) {
      case Constant constant -> terms.constant(constant.value() >>> low, high - low + 1);
      case Extract(Expression value, int _, int from) ->
          terms.extract(value, from + high, from + low);
      case Concatenate both -> slice(both, high, low);
      case Unary(UnaryOperator operator, Expression value) when operator == UnaryOperator.NOT ->
          terms.not(terms.extract(value, high, low));
      case Binary(BinaryOperator operator, Expression left, Expression right)
          when isBitwise(operator) || operator == BinaryOperator.ADD && low == 0 ->
          terms.binary(operator, terms.extract(left, high, low), terms.extract(right, high, low));
      case Select(Expression condition, Expression ifSet, Expression ifClear) ->
          terms.select(
              condition, terms.extract(ifSet, high, low), terms.extract(ifClear, high, low));
      case Extend(Expression value, int _, boolean _) -> ofExtended(value, high, low);
      default -> terms.node(new Extract(term, high, low));
    };
  }

  private Expression slice(Concatenate both, int high, int low) {
    int border = both.lower().width();
    if (low >= border) {
      return terms.extract(both.upper(), high - border, low - border);
    }
    if (high < border) {
      return terms.extract(both.lower(), high, low);
    }
    return join(
        List.of(
            terms.extract(both.upper(), high - border, 0),
            terms.extract(both.lower(), border - 1, low)));
  }

  /** Bits of a value widened by its sign. */
  private Expression ofExtended(Expression value, int high, int low) {
    int top = value.width() - 1;
    if (high <= top) {
      return terms.extract(value, high, low);
    }
    return terms.extend(terms.extract(value, top, Math.min(low, top)), high - low + 1, true);
  }

  Expression signExtend(Expression value, int width) {
    if (value instanceof Constant constant) {
      return terms.constant(Operators.signExtend(constant.value(), value.width()), width);
    }
    if (value instanceof Extend(Expression inner, int _, boolean _)) {
      return terms.extend(inner, width, true);
    }
    List<Expression> parts = of(value);
    if (parts.size() > 1 && parts.getFirst() instanceof Constant sign) {
      int more = width - value.width();
      boolean negative = (sign.value() >>> (sign.width() - 1) & 1) != 0;
      return terms.concatenate(terms.constant(negative ? -1 : 0, more), value);
    }
    return terms.node(new Extend(value, width, true));
  }

  static boolean isBitwise(BinaryOperator operator) {
    return operator == BinaryOperator.AND
        || operator == BinaryOperator.OR
        || operator == BinaryOperator.XOR;
  }
}

package trapeze.isa.symbolic;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import trapeze.isa.evaluate.Operators;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.UnaryOperator;

/**
 * Makes terms: simplified, and each only once, so that equal terms are the same object and a term
 * is never larger than the number of its different parts. All methods take terms that this object
 * has made. For one thread.
 *
 * <p>A term is an {@link Expression} without calls. The normal form has no zero extension (a
 * concatenation with zeros), no shift by a constant (a concatenation of bits), of the comparisons
 * only {@code EQUAL}, {@code LESS_SIGNED} and {@code LESS_UNSIGNED}, and pushes extraction inward:
 * what a field of a register becomes can be read off the term for the register. {@code hashCode}
 * and {@code equals} of a term walk all of it: compare terms by {@code ==}.
 */
public final class Terms {
  private final Map<Expression, Expression> leaves = new HashMap<>();
  private final Map<Key, Expression> nodes = new HashMap<>();
  private final Map<Key, Expression> simplified = new HashMap<>();
  private final Map<Expression, Integer> numbers = new IdentityHashMap<>();
  private final Map<List<Object>, List<Local>> symbols = new HashMap<>();
  private final Pieces pieces = new Pieces(this);
  private final Arithmetic arithmetic = new Arithmetic(this, pieces);
  private final Logic logic = new Logic(this, pieces);
  private final Selection selection = new Selection(this, pieces);

  /** A leaf: a constant, or something of the state before or of the surroundings. */
  public Expression leaf(Expression leaf) {
    Expression known = leaves.get(leaf);
    if (known == null) {
      leaves.put(leaf, leaf);
      numbers.put(leaf, numbers.size());
      return leaf;
    }
    return known;
  }

  /** A constant of {@code width} bits; what is above them is dropped. */
  public Expression constant(long value, int width) {
    return leaf(new Constant(Operators.truncate(value, width), width));
  }

  /** One bit. */
  public Expression bit(boolean set) {
    return constant(set ? 1 : 0, 1);
  }

  /** The value of a term that is a constant, else null. */
  static @Nullable Long valueOf(Expression term) {
    return term instanceof Constant constant ? constant.value() : null;
  }

  /** Whether a term is this constant. */
  public static boolean is(Expression term, long value) {
    return term instanceof Constant constant && constant.value() == value;
  }

  /** Whether a term is the constant with all bits set. */
  static boolean isOnes(Expression term) {
    return is(term, -1L >>> (64 - term.width()));
  }

  /** An operator on one term. */
  public Expression unary(UnaryOperator operator, Expression value) {
    return once(Key.of(operator, value, null), () -> arithmetic.unary(operator, value));
  }

  /** Bitwise complement. */
  public Expression not(Expression value) {
    return unary(UnaryOperator.NOT, value);
  }

  /** An operator on two terms. */
  public Expression binary(BinaryOperator operator, Expression left, Expression right) {
    return once(
        Key.of(operator, left, right),
        () ->
            switch (operator) {
              case AND, OR, XOR -> logic.bitwise(operator, left, right);
              default -> arithmetic.binary(operator, left, right);
            });
  }

  /** Bitwise and. */
  public Expression and(Expression left, Expression right) {
    return binary(BinaryOperator.AND, left, right);
  }

  /** Bitwise or. */
  public Expression or(Expression left, Expression right) {
    return binary(BinaryOperator.OR, left, right);
  }

  /** A relation between two terms; one bit. */
  public Expression compare(Comparison comparison, Expression left, Expression right) {
    return switch (comparison) {
      case NOT_EQUAL -> not(equal(left, right));
      case NOT_LESS_SIGNED -> not(compare(Comparison.LESS_SIGNED, left, right));
      case NOT_LESS_UNSIGNED -> not(compare(Comparison.LESS_UNSIGNED, left, right));
      case EQUAL, LESS_SIGNED, LESS_UNSIGNED ->
          once(Key.of(comparison, left, right), () -> arithmetic.compare(comparison, left, right));
    };
  }

  /** Whether two terms are equal; one bit. */
  public Expression equal(Expression left, Expression right) {
    return compare(Comparison.EQUAL, left, right);
  }

  /** One of two terms. */
  public Expression select(Expression condition, Expression ifSet, Expression ifClear) {
    return ifSet == ifClear
        ? ifSet
        : once(
            new Key("select", 0, 0, condition, ifSet, ifClear),
            () -> selection.select(condition, ifSet, ifClear));
  }

  /** The bits {@code high} to {@code low} of a term. */
  public Expression extract(Expression value, int high, int low) {
    return low == 0 && high == value.width() - 1
        ? value
        : once(
            new Key("extract", high, low, value, null, null),
            () -> pieces.extract(value, high, low));
  }

  /** Two terms side by side, the first uppermost. */
  public Expression concatenate(Expression upper, Expression lower) {
    return once(Key.of("concatenate", upper, lower), () -> pieces.join(List.of(upper, lower)));
  }

  /** A term widened by zeros or by copies of its sign. */
  public Expression extend(Expression value, int width, boolean signed) {
    if (width == value.width()) {
      return value;
    }
    return signed
        ? once(new Key("sign", width, 0, value, null, null), () -> pieces.signExtend(value, width))
        : concatenate(constant(0, width - value.width()), value);
  }

  /** A term for a state variable in which the bits of a field are replaced. */
  public Expression insert(Expression whole, Field field, Expression value) {
    return pieces.insert(whole, field.high(), field.low(), value);
  }

  /** The bits, as a mask, of which it cannot be read off that two terms agree in them. */
  public long changes(Expression before, Expression after) {
    return before == after ? 0 : pieces.changes(before, after);
  }

  /** What a nested and, or or is made of; a term that is none, alone. */
  public static List<Expression> parts(BinaryOperator operator, Expression term) {
    return Logic.parts(operator, term);
  }

  /**
   * The symbols that stand for the answers to a request: the same ones each time.
   *
   * @param request what is asked; terms in it by {@link #number}
   * @param answers the locals that the definition names the answers by
   */
  List<Local> symbols(List<Object> request, List<Local> answers) {
    return symbols.computeIfAbsent(
        request,
        _ ->
            answers.stream()
                .map(local -> new Local(local.name() + "." + symbols.size(), local.width()))
                .toList());
  }

  /** How many different terms have been made. */
  public int size() {
    return numbers.size();
  }

  /** The place of a term in the order in which they were made. */
  int number(Expression term) {
    Integer number = numbers.get(term);
    if (number == null) {
      throw new IllegalArgumentException("a term made elsewhere");
    }
    return number;
  }

  /** A term of this shape, the same object each time. */
  Expression node(Expression shape) {
    Key key =
        switch (shape) {
          case Expression.Unary unary -> Key.of(unary.operator(), unary.value(), null);
          case Expression.Binary binary -> Key.of(binary.operator(), binary.left(), binary.right());
          case Expression.Compare compare ->
              Key.of(compare.comparison(), compare.left(), compare.right());
          case Expression.Extend(Expression value, int width, boolean signed) ->
              new Key("extend", width, signed ? 1 : 0, value, null, null);
          case Expression.Extract(Expression value, int high, int low) ->
              new Key("extract", high, low, value, null, null);
          case Expression.Concatenate both -> Key.of("concatenate", both.upper(), both.lower());
          case Expression.Select select ->
              new Key("select", 0, 0, select.condition(), select.ifSet(), select.ifClear());
          case Expression.Call call ->
              throw new IllegalArgumentException("a term calls " + call.routine().name());
          default -> throw new IllegalArgumentException("a leaf is no node");
        };
    Expression known = nodes.get(key);
    if (known == null) {
      nodes.put(key, shape);
      numbers.put(shape, numbers.size());
      return shape;
    }
    return known;
  }

  private Expression once(Key key, Supplier<Expression> make) {
    Expression known = simplified.get(key);
    if (known == null) {
      known = make.get();
      simplified.put(key, known);
    }
    return known;
  }
}

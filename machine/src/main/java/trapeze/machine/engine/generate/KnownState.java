package trapeze.machine.engine.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.ir.UnaryOperator;

/**
 * What some fields hold while an instruction is executed, and what is left of its definition then:
 * conditions that are settled disappear with what they guard, and so do assignments of what is
 * there already.
 *
 * <p>It is not for definitions that assign something else to such a field, for what is known ends
 * there.
 */
final class KnownState {
  private static final Expression NOT_KNOWN = new Expression.Pc();

  private final Map<Field, Long> known;
  private final long packed;
  private final Map<Local, Expression> settled = new HashMap<>();

  /**
   * For one instruction.
   *
   * @param known values of fields
   * @param packed the instruction; its rounding mode is known as well
   */
  KnownState(Map<Field, Long> known, long packed) {
    this.known = known;
    this.packed = packed;
  }

  /** What a definition comes to; values that nobody asks for any more are not named. */
  List<Statement> definition(List<Statement> body) {
    List<Statement> simple = simplify(body);
    Set<Expression> asked = Traversal.expressions(simple).collect(Collectors.toSet());
    simple.removeIf(
        statement ->
            statement instanceof Statement.Let(Local local, Expression.Constant _)
                && !asked.contains(new Expression.Reference(local)));
    return simple;
  }

  private List<Statement> simplify(List<Statement> body) {
    List<Statement> left = new ArrayList<>();
    for (Statement statement : body) {
      switch (statement) {
        case Statement.Let(Local local, Expression value) -> {
          Expression simple = simplify(value);
          if (simple instanceof Expression.Constant) {
            settled.put(local, simple);
          }
          left.add(new Statement.Let(local, simple));
        }
        case Statement.If(Expression condition, var then, var otherwise) ->
            branch(simplify(condition), simplify(then), simplify(otherwise), left);
        case Statement.Set(Field field, Expression value) -> {
          Expression held = field(field, NOT_KNOWN);
          if (held == NOT_KNOWN || !held.equals(simplify(value))) {
            left.add(statement);
          }
        }
        case Statement.SetX(var register, Expression value) ->
            left.add(new Statement.SetX(register, simplify(value)));
        case Statement.SetF(var register, Expression value) ->
            left.add(new Statement.SetF(register, simplify(value)));
        case Statement.FloatingPoint(var result, var operation, var rounding, var values, var to) ->
            left.add(
                new Statement.FloatingPoint(
                    result,
                    operation,
                    simplify(rounding),
                    values.stream().map(this::simplify).toList(),
                    to));
        default -> left.add(statement);
      }
    }
    return left;
  }

  private static void branch(
      Expression condition, List<Statement> then, List<Statement> otherwise, List<Statement> left) {
    if (condition instanceof Expression.Constant(long value, int _)) {
      left.addAll(value != 0 ? then : otherwise);
    } else if (!then.isEmpty() || !otherwise.isEmpty()) {
      left.add(new Statement.If(condition, then, otherwise));
    }
  }

  private Expression simplify(Expression expression) {
    return switch (expression) {
      case Expression.OperandValue(Operand operand) when operand == Operand.RM ->
          new Expression.Constant(PackedInstruction.operand(packed, operand), operand.width());
      case Expression.ReadF(Operand operand) when isSame(operand, Operand.RS1) ->
          new Expression.ReadF(Operand.RS1);
      case Expression.Concatenate(Expression upper, Expression lower) ->
          concatenate(simplify(upper), simplify(lower));
      case Expression.Extract(Expression value, int high, int low)
          when !(value instanceof Expression.Get) ->
          new Expression.Extract(simplify(value), high, low);
      case Expression.Reference(Local local) -> settled.getOrDefault(local, expression);
      case Expression.Get(var variable) -> field(variable.whole(), expression);
      case Expression.Extract(Expression.Get(var variable), int high, int low) ->
          field(variable.bits(high, low), expression);
      case Expression.Unary(var operator, Expression value) -> unary(operator, simplify(value));
      case Expression.Binary(var operator, Expression left, Expression right) ->
          binary(operator, simplify(left), simplify(right));
      case Expression.Compare(var comparison, Expression left, Expression right) ->
          compare(comparison, simplify(left), simplify(right));
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          select(simplify(condition), simplify(ifSet), simplify(ifClear));
      default -> expression;
    };
  }

  private boolean isSame(Operand one, Operand other) {
    return PackedInstruction.operand(packed, one) == PackedInstruction.operand(packed, other);
  }

  /** What was taken apart is the whole again: a move is written as a sign and a magnitude. */
  private static Expression concatenate(Expression upper, Expression lower) {
    return upper instanceof Expression.Extract(Expression one, int high, int low)
            && lower instanceof Expression.Extract(Expression other, int next, int last)
            && one.equals(other)
            && high == one.width() - 1
            && low == next + 1
            && last == 0
        ? one
        : new Expression.Concatenate(upper, lower);
  }

  private Expression field(Field wanted, Expression otherwise) {
    for (Map.Entry<Field, Long> entry : known.entrySet()) {
      Field field = entry.getKey();
      if (field.variable() == wanted.variable()
          && field.high() == wanted.high()
          && field.low() == wanted.low()) {
        return new Expression.Constant(entry.getValue(), wanted.width());
      }
    }
    return otherwise;
  }

  private static Expression unary(UnaryOperator operator, Expression value) {
    return operator == UnaryOperator.NOT
            && value instanceof Expression.Constant(long bits, int width)
        ? new Expression.Constant(~bits & -1L >>> 64 - width, width)
        : new Expression.Unary(operator, value);
  }

  private static Expression binary(BinaryOperator operator, Expression left, Expression right) {
    if (left instanceof Expression.Constant(long value, int width) && width == 1) {
      if (operator == BinaryOperator.AND) {
        return value == 0 ? left : right;
      }
      if (operator == BinaryOperator.OR) {
        return value != 0 ? left : right;
      }
    }
    return new Expression.Binary(operator, left, right);
  }

  private static Expression compare(Comparison comparison, Expression left, Expression right) {
    if (left instanceof Expression.Constant(long a, int _)
        && right instanceof Expression.Constant(long b, int _)) {
      switch (comparison) {
        case EQUAL -> {
          return bit(a == b);
        }
        case NOT_EQUAL -> {
          return bit(a != b);
        }
        case LESS_UNSIGNED -> {
          return bit(Long.compareUnsigned(a, b) < 0);
        }
        case NOT_LESS_UNSIGNED -> {
          return bit(Long.compareUnsigned(a, b) >= 0);
        }
        case LESS_SIGNED, NOT_LESS_SIGNED -> {}
      }
    }
    return new Expression.Compare(comparison, left, right);
  }

  private static Expression select(Expression condition, Expression ifSet, Expression ifClear) {
    return condition instanceof Expression.Constant(long value, int _)
        ? (value != 0 ? ifSet : ifClear)
        : new Expression.Select(condition, ifSet, ifClear);
  }

  private static Expression bit(boolean isSet) {
    return new Expression.Constant(isSet ? 1 : 0, 1);
  }
}

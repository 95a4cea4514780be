package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.IdentityHashMap;
import java.util.Map;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;

/**
 * Reads expressions as bit-vector terms over given leaves. A part that occurs in many places is
 * read once, so an expression may be as large a graph as it likes.
 */
public final class BitVectors {
  private final Context context;
  private final Operations operations;
  private final Leaves leaves;
  private final Map<Expression, BitVecExpr> known = new IdentityHashMap<>();

  /** A reader over one machine's leaves. */
  public BitVectors(Context context, Operations operations, Leaves leaves) {
    this.context = context;
    this.operations = operations;
    this.leaves = leaves;
  }

  /** The term for an expression, of the expression's width. */
  public BitVecExpr of(Expression expression) {
    BitVecExpr term = known.get(expression);
    if (term == null) {
      term = read(expression);
      known.put(expression, term);
    }
    return term;
  }

  /** Whether an expression of one bit is set. */
  public BoolExpr holds(Expression condition) {
    return context.mkEq(of(condition), context.mkBV(1, 1));
  }

  private BitVecExpr read(Expression expression) {
    return switch (expression) {
      case Expression.Constant(long value, int width) -> operations.constant(value, width);
      case Expression.OperandValue _,
          Expression.ReadX _,
          Expression.ReadF _,
          Expression.Get _,
          Expression.Pc _,
          Expression.InstructionLength _,
          Expression.InstructionBits _,
          Expression.Read _,
          Expression.Reference _ ->
          leaf(expression);
      case Expression.Unary(var operator, Expression value) ->
          operations.unary(operator, of(value));
      case Expression.Binary(BinaryOperator operator, Expression left, Expression right) ->
          operations.binary(operator, of(left), of(right));
      case Expression.Compare(Comparison comparison, Expression left, Expression right) ->
          bit(operations.compare(comparison, of(left), of(right)));
      case Expression.Extend(Expression value, int width, boolean signed) ->
          signed
              ? context.mkSignExt(width - value.width(), of(value))
              : context.mkZeroExt(width - value.width(), of(value));
      case Expression.Extract(Expression value, int high, int low) ->
          context.mkExtract(high, low, of(value));
      case Expression.Concatenate(Expression upper, Expression lower) ->
          context.mkConcat(of(upper), of(lower));
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          (BitVecExpr) context.mkITE(holds(condition), of(ifSet), of(ifClear));
      case Expression.Call call ->
          throw new IllegalArgumentException(
              call.routine().name() + " is to be executed before it is read as a term");
    };
  }

  private BitVecExpr leaf(Expression expression) {
    BitVecExpr term = leaves.of(expression);
    if (term.getSortSize() != expression.width()) {
      throw new IllegalArgumentException(
          "%s: %d bits for %d".formatted(expression, term.getSortSize(), expression.width()));
    }
    return term;
  }

  private BitVecExpr bit(BoolExpr condition) {
    return (BitVecExpr) context.mkITE(condition, context.mkBV(1, 1), context.mkBV(0, 1));
  }
}

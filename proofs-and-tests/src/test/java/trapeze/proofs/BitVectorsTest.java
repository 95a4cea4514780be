package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.Context;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.UnaryOperator;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/** The solver's reading of an operator is the evaluator's. */
class BitVectorsTest {
  private static final long SEED = 20261;
  private static final List<Integer> WIDTHS = List.of(1, 2, 3, 5, 6, 8, 12, 16, 32, 54, 64);

  @Test
  @DisplayName("every operator, at every width it takes, on corner cases and on random values")
  void operators() {
    int tried = 0;
    try (Context context = new Context()) {
      for (int width : WIDTHS) {
        Local a = new Local("a", width);
        Local b = new Local("b", width);
        for (Expression expression : expressions(a, b)) {
          tried++;
          agree(Operations.exact(context), context, expression, a, b);
        }
      }
    }
    assertThat(tried).isGreaterThan(200);
  }

  private static List<Expression> expressions(Local a, Local b) {
    Expression left = Build.value(a);
    Expression right = Build.value(b);
    int width = a.width();
    List<Expression> all = new ArrayList<>();
    for (UnaryOperator operator : UnaryOperator.values()) {
      add(all, _ -> new Expression.Unary(operator, left));
    }
    for (BinaryOperator operator : BinaryOperator.values()) {
      add(all, _ -> new Expression.Binary(operator, left, right));
    }
    for (Comparison comparison : Comparison.values()) {
      add(all, _ -> new Expression.Compare(comparison, left, right));
    }
    add(all, _ -> new Expression.Extend(left, Math.min(64, width + 5), true));
    add(all, _ -> new Expression.Extend(left, Math.min(64, width + 5), false));
    add(all, _ -> new Expression.Extract(left, width - 1, width / 2));
    add(all, _ -> new Expression.Concatenate(left, right));
    add(all, _ -> new Expression.Select(Build.bits(right, 0, 0), left, right));
    return all;
  }

  /** Adds an expression if its operator takes this width. */
  private static void add(List<Expression> all, Function<Integer, Expression> made) {
    try {
      all.add(made.apply(0));
    } catch (IllTyped _) {
      // Not an expression: the definitions cannot contain it.
    }
  }

  private static void agree(
      Operations operations, Context context, Expression expression, Local a, Local b) {
    HartState state = new HartState(Rv64State.SPACE);
    Evaluator evaluator = new Evaluator(Rv64.SET, state, new Answers(SEED));
    Routine routine =
        new Routine("tried", List.of(a, b), expression.width(), List.of(Build.give(expression)));
    for (long[] values : values(a.width())) {
      long expected = evaluator.call(routine, values);
      Leaves leaves =
          leaf ->
              leaf.equals(Build.value(a))
                  ? operations.constant(values[0], a.width())
                  : operations.constant(values[1], b.width());
      BitVecExpr term = new BitVectors(context, operations, leaves).of(expression);
      assertThat(((BitVecNum) term.simplify()).getBigInteger().longValue())
          .as("%s of %x, %x", expression, values[0], values[1])
          .isEqualTo(expected);
    }
  }

  private static List<long[]> values(int width) {
    long ones = -1L >>> (64 - width);
    long top = 1L << (width - 1);
    long[] corners = {0, 1, ones, top, top - 1, 0x5555_5555_5555_5555L & ones};
    List<long[]> all = new ArrayList<>();
    for (long left : corners) {
      for (long right : corners) {
        all.add(new long[] {left, right});
      }
    }
    Random random = new Random(SEED + width);
    for (int i = 0; i < 10; i++) {
      all.add(new long[] {random.nextLong() & ones, random.nextLong() >>> i * 6 & ones});
    }
    return all;
  }

  @Test
  @DisplayName("constants keep their bits, those above 63 included")
  void constants() {
    try (Context context = new Context()) {
      BitVecNum top = (BitVecNum) Operations.exact(context).constant(Long.MIN_VALUE, 64);
      assertThat(top.getBigInteger()).isEqualTo(BigInteger.TWO.pow(63));
    }
  }
}

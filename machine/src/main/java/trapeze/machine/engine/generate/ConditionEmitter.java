package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.UnaryOperator;

/** Code that jumps on a condition of one bit, without making a number of it first. */
final class ConditionEmitter {
  private final ExpressionEmitter expressions;
  private final CodeBuilder code;

  ConditionEmitter(ExpressionEmitter expressions, CodeBuilder code) {
    this.expressions = expressions;
    this.code = code;
  }

  /** Jumps if the condition is {@code when}, else goes on. */
  void jump(Expression condition, boolean when, Label target) {
    switch (condition) {
      case Expression.Constant constant -> {
        if (constant.value() != 0 == when) {
          code.goto_(target);
        }
      }
      case Expression.Compare(Comparison comparison, Expression left, Expression right) ->
          compare(when ? comparison : opposite(comparison), left, right, target);
      case Expression.Unary(UnaryOperator operator, Expression value)
          when operator == UnaryOperator.NOT ->
          jump(value, !when, target);
      case Expression.Binary(BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.AND && hasNoEffect(right) ->
          both(left, right, when, true, target);
      case Expression.Binary(BinaryOperator operator, Expression left, Expression right)
          when operator == BinaryOperator.OR && hasNoEffect(right) ->
          both(left, right, when, false, target);
      case Expression.Extract(Expression value, int _, int low) -> {
        expressions.loose(value);
        code.loadConstant(1L << low).land();
        onZero(!when, target);
      }
      default -> {
        expressions.exact(condition);
        onZero(!when, target);
      }
    }
  }

  /** Only what calls a routine may do more than give a value. */
  private static boolean hasNoEffect(Expression expression) {
    return Footprint.of(expression).calls().isEmpty();
  }

  /**
   * Jumps on two conditions joined by "and" (whose outcome is settled by the first if that is 0) or
   * by "or" (if it is 1).
   */
  private void both(Expression left, Expression right, boolean when, boolean isAnd, Label target) {
    if (when != isAnd) {
      jump(left, when, target);
      jump(right, when, target);
    } else {
      Label settled = code.newLabel();
      jump(left, !when, settled);
      jump(right, when, target);
      code.labelBinding(settled);
    }
  }

  private void onZero(boolean zero, Label target) {
    code.lconst_0().lcmp();
    if (zero) {
      code.ifeq(target);
    } else {
      code.ifne(target);
    }
  }

  private void compare(Comparison comparison, Expression left, Expression right, Label target) {
    switch (comparison) {
      case EQUAL, NOT_EQUAL -> {
        expressions.exact(left);
        expressions.exact(right);
        code.lcmp();
      }
      case LESS_SIGNED, NOT_LESS_SIGNED -> {
        expressions.signed(left);
        expressions.signed(right);
        code.lcmp();
      }
      case LESS_UNSIGNED, NOT_LESS_UNSIGNED -> {
        expressions.exact(left);
        expressions.exact(right);
        if (left.width() == 64) {
          code.invokestatic(
              Names.LONG, "compareUnsigned", MethodTypeDesc.of(CD_int, CD_long, CD_long));
        } else {
          code.lcmp();
        }
      }
    }
    switch (comparison) {
      case EQUAL -> code.ifeq(target);
      case NOT_EQUAL -> code.ifne(target);
      case LESS_SIGNED, LESS_UNSIGNED -> code.iflt(target);
      case NOT_LESS_SIGNED, NOT_LESS_UNSIGNED -> code.ifge(target);
    }
  }

  private static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.NOT_EQUAL;
      case NOT_EQUAL -> Comparison.EQUAL;
      case LESS_SIGNED -> Comparison.NOT_LESS_SIGNED;
      case NOT_LESS_SIGNED -> Comparison.LESS_SIGNED;
      case LESS_UNSIGNED -> Comparison.NOT_LESS_UNSIGNED;
      case NOT_LESS_UNSIGNED -> Comparison.LESS_UNSIGNED;
    };
  }
}

package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.UnaryOperator;

/**
 * Code that pushes a value as a {@code long}.
 *
 * <p>A value is <em>exact</em> if the bits above its width are zero, as locals and state hold it.
 * Most operators do not care what is there, so what they are given is made exact only where someone
 * does: {@code addw} is an addition of 64 bits and one sign extension.
 */
final class ExpressionEmitter {
  private final Method method;
  private final CodeBuilder code;
  private final ConditionEmitter conditions;

  ExpressionEmitter(Method method) {
    this.method = method;
    this.code = method.code;
    this.conditions = new ConditionEmitter(this, method.code);
  }

  /** Code that jumps on conditions. */
  ConditionEmitter conditions() {
    return conditions;
  }

  /** Pushes a value with zeros above its width. */
  void exact(Expression expression) {
    if (!loose(expression)) {
      mask(expression.width());
    }
  }

  /** Pushes a value with copies of its sign above its width. */
  void signed(Expression expression) {
    int width = expression.width();
    switch (width) {
      case 64 -> loose(expression);
      case 32 -> {
        loose(expression);
        code.l2i().i2l();
      }
      case 16 -> {
        loose(expression);
        code.l2i().i2s().i2l();
      }
      case 8 -> {
        loose(expression);
        code.l2i().i2b().i2l();
      }
      case 1 -> {
        exact(expression);
        code.lneg();
      }
      default -> {
        loose(expression);
        code.loadConstant(64 - width).lshl().loadConstant(64 - width).lshr();
      }
    }
  }

  private void mask(int width) {
    code.loadConstant(-1L >>> (64 - width)).land();
  }

  /** Pushes a value with anything above its width; gives whether those bits are zero after all. */
  boolean loose(Expression expression) {
    boolean whole = expression.width() == 64;
    switch (expression) {
      case Expression.Constant constant -> code.loadConstant(constant.value());
      case Expression.OperandValue operand -> method.operands().value(code, operand.operand());
      case Expression.ReadX register -> method.pushX(register.register());
      case Expression.ReadF register -> method.pushF(register.register());
      case Expression.Get get -> variable(get.variable());
      case Expression.Pc _ -> method.pushPc();
      case Expression.InstructionLength _ -> method.operands().length(code);
      case Expression.InstructionBits _ -> hartMethod("instructionBits");
      case Expression.Read read ->
          hartMethod(
              switch (read.input()) {
                case TIME -> "time";
                case CYCLES -> "cycles";
                case RETIRED -> "retired";
                case LINES -> "lines";
              });
      case Expression.Reference reference -> code.lload(method.slot(reference.local()));
      case Expression.Unary(UnaryOperator operator, Expression value) -> {
        return unary(operator, value);
      }
      case Expression.Binary(BinaryOperator operator, Expression left, Expression right) -> {
        return binary(operator, left, right);
      }
      case Expression.Compare compare -> zeroOrOne(compare);
      case Expression.Extend extend -> {
        if (extend.signed()) {
          signed(extend.value());
          return whole;
        }
        exact(extend.value());
      }
      case Expression.Extract(Expression value, int high, int low) -> {
        boolean clean = loose(value);
        if (low != 0) {
          code.loadConstant(low).lushr();
        }
        return clean && high == value.width() - 1;
      }
      case Expression.Concatenate(Expression upper, Expression lower) -> {
        boolean clean = loose(upper);
        code.loadConstant(lower.width()).lshl();
        exact(lower);
        code.lor();
        return clean || whole;
      }
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) -> {
        Label otherwise = code.newLabel();
        Label end = code.newLabel();
        conditions.jump(condition, false, otherwise);
        exact(ifSet);
        code.goto_(end).labelBinding(otherwise);
        exact(ifClear);
        code.labelBinding(end);
      }
      case Expression.Call(Routine routine, List<Expression> arguments) -> call(routine, arguments);
    }
    return true;
  }

  /** Calls a routine; its result, if it has one, is pushed. */
  void call(Routine routine, List<Expression> arguments) {
    method.pushHart();
    arguments.forEach(this::exact);
    code.invokestatic(method.names.routines, routine.name(), Names.routineType(routine));
  }

  private void zeroOrOne(Expression condition) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    conditions.jump(condition, false, otherwise);
    code.lconst_1().goto_(end).labelBinding(otherwise).lconst_0().labelBinding(end);
  }

  private void hartMethod(String name) {
    method.pushHart();
    code.invokevirtual(Names.HART, name, MethodTypeDesc.of(CD_long));
  }

  private void variable(StateVariable variable) {
    method.pushPlace(variable);
    code.laload();
  }

  private boolean unary(UnaryOperator operator, Expression value) {
    int width = value.width();
    switch (operator) {
      case NOT -> {
        boolean clean = loose(value);
        code.loadConstant(clean ? -1L >>> (64 - width) : -1L).lxor();
        return clean;
      }
      case NEGATE -> {
        loose(value);
        code.lneg();
        return width == 64;
      }
      case COUNT_LEADING_ZEROS -> count("numberOfLeadingZeros", value);
      case COUNT_TRAILING_ZEROS -> count("numberOfTrailingZeros", value);
      case POPULATION_COUNT -> count("bitCount", value);
      case OR_COMBINE_BYTES -> {
        loose(value);
        code.invokestatic(Names.ARITHMETIC, "orCombineBytes", Names.LONG_TO_LONG);
      }
      case REVERSE_BYTES -> {
        loose(value);
        code.invokestatic(Names.LONG, "reverseBytes", Names.LONG_TO_LONG);
      }
    }
    return true;
  }

  private void count(String name, Expression value) {
    loose(value);
    if (value.width() == 64) {
      code.invokestatic(Names.LONG, name, MethodTypeDesc.of(CD_int, CD_long));
    } else {
      code.l2i().invokestatic(Names.INTEGER, name, MethodTypeDesc.of(CD_int, CD_int));
    }
    code.i2l();
  }

  private boolean binary(BinaryOperator operator, Expression left, Expression right) {
    boolean whole = left.width() == 64;
    switch (operator) {
      case ADD, SUBTRACT, MULTIPLY -> {
        loose(left);
        loose(right);
        switch (operator) {
          case ADD -> code.ladd();
          case SUBTRACT -> code.lsub();
          default -> code.lmul();
        }
      }
      case AND -> {
        boolean first = loose(left);
        boolean second = loose(right);
        code.land();
        return first || second;
      }
      case OR, XOR -> {
        boolean first = loose(left);
        boolean second = loose(right);
        if (operator == BinaryOperator.OR) {
          code.lor();
        } else {
          code.lxor();
        }
        return first && second;
      }
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_ARITHMETIC -> shift(operator, left, right);
      case MULTIPLY_HIGH_SIGNED -> helper(Names.MATH, "multiplyHigh", left, right);
      case MULTIPLY_HIGH_UNSIGNED -> helper(Names.MATH, "unsignedMultiplyHigh", left, right);
      case MULTIPLY_HIGH_SIGNED_UNSIGNED ->
          helper(Names.ARITHMETIC, "multiplyHighSignedUnsigned", left, right);
      case CARRYLESS_MULTIPLY -> helper(Names.ARITHMETIC, "carrylessMultiply", left, right);
      case CARRYLESS_MULTIPLY_HIGH ->
          helper(Names.ARITHMETIC, "carrylessMultiplyHigh", left, right);
      case DIVIDE_SIGNED -> division("divide", left, right, true);
      case DIVIDE_UNSIGNED -> division("divideUnsigned", left, right, false);
      case REMAINDER_SIGNED -> division("remainder", left, right, true);
      case REMAINDER_UNSIGNED -> division("remainderUnsigned", left, right, false);
    }
    return whole;
  }

  private void helper(ClassDesc owner, String name, Expression left, Expression right) {
    loose(left);
    loose(right);
    code.invokestatic(owner, name, Names.LONGS_TO_LONG);
  }

  /** A narrower division is a division of 64 bits: extended operands give the same low bits. */
  private void division(String name, Expression left, Expression right, boolean isSigned) {
    if (isSigned) {
      signed(left);
      signed(right);
    } else {
      exact(left);
      exact(right);
    }
    code.invokestatic(Names.ARITHMETIC, name, Names.LONGS_TO_LONG);
  }

  /** Java takes a shift's amount modulo the width, as the definitions do. */
  private void shift(BinaryOperator operator, Expression left, Expression right) {
    loose(left);
    if (left.width() == 64) {
      loose(right);
      code.l2i();
      switch (operator) {
        case SHIFT_LEFT -> code.lshl();
        case SHIFT_RIGHT -> code.lushr();
        default -> code.lshr();
      }
      return;
    }
    code.l2i();
    loose(right);
    code.l2i();
    switch (operator) {
      case SHIFT_LEFT -> code.ishl();
      case SHIFT_RIGHT -> code.iushr();
      default -> code.ishr();
    }
    code.i2l();
  }
}

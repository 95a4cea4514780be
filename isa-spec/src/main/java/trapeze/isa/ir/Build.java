package trapeze.isa.ir;

import java.util.Arrays;
import java.util.List;
import trapeze.isa.ir.Expression.Binary;
import trapeze.isa.ir.Expression.Call;
import trapeze.isa.ir.Expression.Compare;
import trapeze.isa.ir.Expression.Concatenate;
import trapeze.isa.ir.Expression.Constant;
import trapeze.isa.ir.Expression.Extend;
import trapeze.isa.ir.Expression.Extract;
import trapeze.isa.ir.Expression.OperandValue;
import trapeze.isa.ir.Expression.ReadF;
import trapeze.isa.ir.Expression.ReadX;
import trapeze.isa.ir.Expression.Reference;
import trapeze.isa.ir.Expression.Select;
import trapeze.isa.ir.Expression.Unary;

/** The words that definitions are written in; to be imported statically. */
public final class Build {
  private Build() {}

  /** The immediate operand. */
  public static final Expression IMM = new OperandValue(Operand.IMM);

  /** The address of the instruction. */
  public static final Expression PC = new Expression.Pc();

  /** The address of the instruction behind this one. */
  public static final Expression NEXT_PC = add(PC, new Expression.InstructionLength());

  /** An integer register. */
  public static Expression x(Operand register) {
    return new ReadX(register);
  }

  /** A floating-point register. */
  public static Expression f(Operand register) {
    return new ReadF(register);
  }

  /** An operand's value. */
  public static Expression operand(Operand operand) {
    return new OperandValue(operand);
  }

  /** A constant of {@code width} bits. */
  public static Expression constant(long value, int width) {
    return new Constant(value, width);
  }

  /** A 64-bit constant. */
  public static Expression word(long value) {
    return new Constant(value, 64);
  }

  /** One bit, set. */
  public static Expression yes() {
    return new Constant(1, 1);
  }

  /** One bit, clear. */
  public static Expression no() {
    return new Constant(0, 1);
  }

  /** The value of a local. */
  public static Expression value(Local local) {
    return new Reference(local);
  }

  /** Something from outside the hart. */
  public static Expression read(Input input) {
    return new Expression.Read(input);
  }

  public static Expression add(Expression left, Expression right) {
    return binary(BinaryOperator.ADD, left, right);
  }

  public static Expression subtract(Expression left, Expression right) {
    return binary(BinaryOperator.SUBTRACT, left, right);
  }

  /** Bitwise and of two or more values. */
  public static Expression and(Expression first, Expression... more) {
    return fold(BinaryOperator.AND, first, more);
  }

  /** Bitwise or of two or more values. */
  public static Expression or(Expression first, Expression... more) {
    return fold(BinaryOperator.OR, first, more);
  }

  public static Expression xor(Expression left, Expression right) {
    return binary(BinaryOperator.XOR, left, right);
  }

  public static Expression not(Expression value) {
    return new Unary(UnaryOperator.NOT, value);
  }

  public static Expression binary(BinaryOperator operator, Expression left, Expression right) {
    return new Binary(operator, left, right);
  }

  public static Expression unary(UnaryOperator operator, Expression value) {
    return new Unary(operator, value);
  }

  /** Shifts left; the amount may have any width. */
  public static Expression shiftLeft(Expression value, Expression amount) {
    return shift(BinaryOperator.SHIFT_LEFT, value, amount);
  }

  /** Shifts right, zeros coming in; the amount may have any width. */
  public static Expression shiftRight(Expression value, Expression amount) {
    return shift(BinaryOperator.SHIFT_RIGHT, value, amount);
  }

  /** Shifts right, copies of the sign coming in; the amount may have any width. */
  public static Expression shiftRightArithmetic(Expression value, Expression amount) {
    return shift(BinaryOperator.SHIFT_RIGHT_ARITHMETIC, value, amount);
  }

  private static Expression shift(BinaryOperator operator, Expression value, Expression amount) {
    Expression fitted =
        amount.width() > value.width()
            ? bits(amount, value.width() - 1, 0)
            : zeroExtend(amount, value.width());
    return binary(operator, value, fitted);
  }

  public static Expression equal(Expression left, Expression right) {
    return new Compare(Comparison.EQUAL, left, right);
  }

  public static Expression notEqual(Expression left, Expression right) {
    return new Compare(Comparison.NOT_EQUAL, left, right);
  }

  public static Expression compare(Comparison comparison, Expression left, Expression right) {
    return new Compare(comparison, left, right);
  }

  /** Whether {@code left} is below {@code right}, both unsigned. */
  public static Expression below(Expression left, Expression right) {
    return new Compare(Comparison.LESS_UNSIGNED, left, right);
  }

  /** Whether every bit of a value is zero. */
  public static Expression isZero(Expression value) {
    return equal(value, constant(0, value.width()));
  }

  /** Whether some bit of a value is set. */
  public static Expression isNotZero(Expression value) {
    return notEqual(value, constant(0, value.width()));
  }

  public static Expression signExtend(Expression value, int width) {
    return width == value.width() ? value : new Extend(value, width, true);
  }

  public static Expression zeroExtend(Expression value, int width) {
    return width == value.width() ? value : new Extend(value, width, false);
  }

  /** The bits {@code high} to {@code low}. */
  public static Expression bits(Expression value, int high, int low) {
    return high == value.width() - 1 && low == 0 ? value : new Extract(value, high, low);
  }

  /** The lower 32 bits. */
  public static Expression low32(Expression value) {
    return bits(value, 31, 0);
  }

  /** Values side by side, the first uppermost. */
  public static Expression concatenate(Expression first, Expression... more) {
    Expression all = first;
    for (Expression next : more) {
      all = new Concatenate(all, next);
    }
    return all;
  }

  public static Expression select(Expression condition, Expression ifSet, Expression ifClear) {
    return new Select(condition, ifSet, ifClear);
  }

  /** The result of a routine. */
  public static Expression call(Routine routine, Expression... arguments) {
    return new Call(routine, List.of(arguments));
  }

  public static Statement let(Local local, Expression value) {
    return new Statement.Let(local, value);
  }

  /** Assigns the integer register that an operand names. */
  public static Statement set(Operand register, Expression value) {
    return new Statement.SetX(register, value);
  }

  /** Assigns the floating-point register that an operand names. */
  public static Statement setF(Operand register, Expression value) {
    return new Statement.SetF(register, value);
  }

  public static Statement set(Field field, Expression value) {
    return new Statement.Set(field, value);
  }

  /** Assigns a whole state variable. */
  public static Statement set(StateVariable variable, Expression value) {
    return new Statement.Set(variable.whole(), value);
  }

  public static Statement setPc(Expression target) {
    return new Statement.SetPc(target);
  }

  /** Does the statements if the condition is set. */
  public static Statement when(Expression condition, Statement... then) {
    return new Statement.If(condition, List.of(then), List.of());
  }

  public static Statement branch(
      Expression condition, List<Statement> then, List<Statement> otherwise) {
    return new Statement.If(condition, then, otherwise);
  }

  public static Statement load(Local into, Expression address) {
    return new Statement.Load(into, into.width() / 8, address);
  }

  public static Statement store(Expression address, Expression value) {
    return new Statement.Store(value.width() / 8, address, value);
  }

  public static Statement cause(Effect effect, Expression... arguments) {
    return new Statement.Cause(effect, List.of(arguments));
  }

  public static Statement perform(Routine routine, Expression... arguments) {
    return new Statement.Perform(routine, List.of(arguments));
  }

  /** Ends a routine with its result. */
  public static Statement give(Expression value) {
    return new Statement.Return(value);
  }

  private static Expression fold(BinaryOperator operator, Expression first, Expression... more) {
    return Arrays.stream(more).reduce(first, (left, right) -> binary(operator, left, right));
  }
}

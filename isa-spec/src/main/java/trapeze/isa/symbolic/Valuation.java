package trapeze.isa.symbolic;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.evaluate.Operators;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;

/**
 * The values of terms in one concrete state before. The state and the surroundings are read when a
 * leaf is first asked for, and must not change meanwhile; a symbol without a value counts as zero.
 */
public final class Valuation {
  private final HartState before;
  private final long packed;
  private final Environment environment;
  private final Map<Local, Long> symbols = new HashMap<>();
  private final Map<Expression, Long> known = new IdentityHashMap<>();

  /**
   * Values in a state.
   *
   * @param before the state before; not changed
   * @param packed the instruction, see {@link PackedInstruction}; 0 in a routine
   * @param environment where inputs and the instruction's bits come from
   */
  public Valuation(HartState before, long packed, Environment environment) {
    this.before = before;
    this.packed = packed;
    this.environment = environment;
  }

  /** Gives a symbol its value, zero-extended. */
  public void bind(Local symbol, long value) {
    symbols.put(symbol, value);
    known.clear();
  }

  /** Whether a one-bit term is set. */
  public boolean isSet(Expression term) {
    return value(term) != 0;
  }

  /** The value of a term, zero-extended. */
  public long value(Expression term) {
    Long value = known.get(term);
    if (value == null) {
      value = compute(term);
      known.put(term, value);
    }
    return value;
  }

  private long compute(Expression term) {
    return switch (term) {
      case Expression.Constant constant -> constant.value();
      case Expression.OperandValue(Operand operand) ->
          Operators.truncate(PackedInstruction.operand(packed, operand), operand.width());
      case Expression.ReadX(Operand register) ->
          before.x[(int) PackedInstruction.operand(packed, register) & 31];
      case Expression.ReadF(Operand register) ->
          before.f[(int) PackedInstruction.operand(packed, register) & 31];
      case Expression.Get get -> before.get(get.variable());
      case Expression.Pc _ -> before.pc;
      case Expression.InstructionLength _ -> PackedInstruction.length(packed);
      case Expression.InstructionBits _ -> environment.instructionBits();
      case Expression.Read read -> environment.input(read.input());
      case Expression.Reference(Local local) -> symbols.getOrDefault(local, 0L);
      case Expression.Unary(var operator, Expression value) ->
          Operators.unary(operator, value(value), value.width());
      case Expression.Binary(var operator, Expression left, Expression right) ->
          Operators.binary(operator, value(left), value(right), left.width());
      case Expression.Compare(var comparison, Expression left, Expression right) ->
          Operators.compare(comparison, value(left), value(right), left.width()) ? 1 : 0;
      case Expression.Extend(Expression value, int width, boolean signed) ->
          signed
              ? Operators.truncate(Operators.signExtend(value(value), value.width()), width)
              : value(value);
      case Expression.Extract(Expression value, int high, int low) ->
          Operators.truncate(value(value) >>> low, high - low + 1);
      case Expression.Concatenate(Expression upper, Expression lower) ->
          value(upper) << lower.width() | value(lower);
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          value(isSet(condition) ? ifSet : ifClear);
      case Expression.Call call ->
          throw new IllegalArgumentException("a term calls " + call.routine().name());
    };
  }
}

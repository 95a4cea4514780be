package trapeze.machine.engine.generate;

import java.util.List;
import java.util.stream.Collectors;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;

/** Definitions as text, for people who step through generated code. */
final class IrText {
  private IrText() {}

  /** A statement's own line, without the statements inside it. */
  static String of(Statement statement) {
    return switch (statement) {
      case Statement.Let(var local, Expression value) -> "let " + local + " = " + of(value);
      case Statement.SetX(Operand register, Expression value) ->
          "x[" + register + "] = " + of(value);
      case Statement.SetF(Operand register, Expression value) ->
          "f[" + register + "] = " + of(value);
      case Statement.Set(var field, Expression value) -> field + " = " + of(value);
      case Statement.SetPc(Expression target) -> "pc = " + of(target);
      case Statement.If branch -> "if " + of(branch.condition());
      case Statement.Raise(Expression cause, Expression value) ->
          "raise(" + of(cause) + ", " + of(value) + ")";
      case Statement.Load(var into, int bytes, Expression address) ->
          into + " = load" + bytes + "(" + of(address) + ")";
      case Statement.Store(int bytes, Expression address, Expression value) ->
          "store" + bytes + "(" + of(address) + ", " + of(value) + ")";
      case Statement.GuestLoad(var into, int bytes, Expression address, boolean executable) ->
          into + " = guestLoad" + bytes + (executable ? "x(" : "(") + of(address) + ")";
      case Statement.GuestStore(int bytes, Expression address, Expression value) ->
          "guestStore" + bytes + "(" + of(address) + ", " + of(value) + ")";
      case Statement.Atomic atomic ->
          atomic.old()
              + (" = atomic" + atomic.bytes() + "(" + atomic.operator() + ", ")
              + (of(atomic.address()) + ", " + of(atomic.operand()) + ")");
      case Statement.LoadReserved(var into, int bytes, Expression address) ->
          into + " = loadReserved" + bytes + "(" + of(address) + ")";
      case Statement.StoreConditional conditional ->
          conditional.failed()
              + (" = storeConditional" + conditional.bytes() + "(" + of(conditional.address()))
              + (", " + of(conditional.value()) + ")");
      case Statement.CheckCsr(Expression address, Expression writes) ->
          "checkCsr(" + of(address) + ", " + of(writes) + ")";
      case Statement.ReadCsr(var into, Expression address, boolean toModify) ->
          into + " = csr(" + of(address) + (toModify ? ", to modify" : "") + ")";
      case Statement.WriteCsr(Expression address, Expression value) ->
          "csr(" + of(address) + ") = " + of(value);
      case Statement.FloatingPoint operation ->
          operation.result()
              + (" = " + operation.operation() + list(operation.arguments()))
              + (" rounding " + of(operation.roundingMode()));
      case Statement.ReadPhysical(var into, var accepted, Expression address) ->
          accepted + ", " + into + " = physical(" + of(address) + ")";
      case Statement.HasPhysical(var present, Expression address) ->
          present + " = hasPhysical(" + of(address) + ")";
      case Statement.ReplacePhysical replace ->
          replace.replaced()
              + (" = replacePhysical(" + of(replace.address()) + ", " + of(replace.expected()))
              + (", " + of(replace.value()) + ")");
      case Statement.WritePhysical(Expression address, Expression value) ->
          "physical(" + of(address) + ") = " + of(value);
      case Statement.Cause(var effect, List<Expression> arguments) -> effect + list(arguments);
      case Statement.Perform(var routine, List<Expression> arguments) ->
          routine.name() + list(arguments);
      case Statement.Return(Expression value) -> "return " + of(value);
    };
  }

  /** An expression on one line. */
  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Constant(long value, int width) ->
          width == 1 ? Long.toString(value) : "0x" + Long.toHexString(value);
      case Expression.OperandValue(Operand operand) -> operand.toString();
      case Expression.ReadX(Operand register) -> "x[" + register + "]";
      case Expression.ReadF(Operand register) -> "f[" + register + "]";
      case Expression.Get(var variable) -> variable.toString();
      case Expression.Pc _ -> "pc";
      case Expression.InstructionLength _ -> "length";
      case Expression.InstructionBits _ -> "bits";
      case Expression.Read(var input) -> input.toString();
      case Expression.Reference(var local) -> local.toString();
      case Expression.Unary(var operator, Expression value) -> operator + "(" + of(value) + ")";
      case Expression.Binary(var operator, Expression left, Expression right) ->
          operator + list(List.of(left, right));
      case Expression.Compare(var comparison, Expression left, Expression right) ->
          comparison + list(List.of(left, right));
      case Expression.Extend(Expression value, int width, boolean signed) ->
          (signed ? "sign" : "zero") + "Extend" + width + "(" + of(value) + ")";
      case Expression.Extract(Expression value, int high, int low) ->
          of(value) + "[" + (high == low ? "" : high + ":") + low + "]";
      case Expression.Concatenate(Expression upper, Expression lower) ->
          "{" + of(upper) + ", " + of(lower) + "}";
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          "(" + of(condition) + " ? " + of(ifSet) + " : " + of(ifClear) + ")";
      case Expression.Call(var routine, List<Expression> arguments) ->
          routine.name() + list(arguments);
    };
  }

  private static String list(List<Expression> expressions) {
    return expressions.stream().map(IrText::of).collect(Collectors.joining(", ", "(", ")"));
  }
}

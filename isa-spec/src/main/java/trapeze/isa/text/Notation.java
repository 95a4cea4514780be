package trapeze.isa.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.UnaryOperator;

/** Prints definitions as pseudo-code; the index of the reference pages explains it. */
public final class Notation {
  private static final int WRITTEN_IN_DECIMAL = 4096;

  private Notation() {}

  /** A routine with its parameters and their widths. */
  public static String print(Routine routine) {
    String parameters =
        routine.parameters().stream()
            .map(parameter -> parameter.name() + ": " + parameter.width())
            .collect(Collectors.joining(", "));
    String result = routine.resultWidth() == 0 ? "" : " → " + routine.resultWidth();
    StringBuilder text = new StringBuilder(routine.name());
    text.append('(').append(parameters).append(')').append(result).append(":\n");
    print(routine.body(), "  ", text);
    return text.toString();
  }

  /** Statements, a line each. */
  public static String print(List<Statement> body) {
    StringBuilder text = new StringBuilder();
    print(body, "", text);
    return text.toString();
  }

  private static void print(List<Statement> body, String indent, StringBuilder text) {
    for (Statement statement : body) {
      if (statement
          instanceof
          Statement.If(Expression condition, List<Statement> then, List<Statement> otherwise)) {
        text.append(indent).append("if ").append(print(condition)).append(":\n");
        print(then, indent + "  ", text);
        if (!otherwise.isEmpty()) {
          text.append(indent).append("else:\n");
          print(otherwise, indent + "  ", text);
        }
      } else {
        text.append(indent).append(line(statement)).append('\n');
      }
    }
  }

  private static String line(Statement statement) {
    return switch (statement) {
      case Statement.Let(Local local, Expression value) -> local + " ← " + print(value);
      case Statement.SetX(Operand register, Expression value) ->
          "x[" + name(register) + "] ← " + print(value);
      case Statement.SetF(Operand register, Expression value) ->
          "f[" + name(register) + "] ← " + print(value);
      case Statement.Set(Field field, Expression value) -> field + " ← " + print(value);
      case Statement.SetPc(Expression target) -> "pc ← " + print(target);
      case Statement.If _ -> throw new IllegalStateException("a branch is more than a line");
      case Statement.Raise(Expression cause, Expression value) ->
          "raise " + cause(cause) + " with " + print(value);
      case Statement.Load(Local into, int bytes, Expression address) ->
          into + " ← load" + 8 * bytes + "(" + print(address) + ")";
      case Statement.Store(int bytes, Expression address, Expression value) ->
          "store" + 8 * bytes + "(" + print(address) + ") ← " + print(value);
      case Statement.GuestLoad load ->
          "%s ← guest_load%d%s(%s)"
              .formatted(
                  load.into(),
                  8 * load.bytes(),
                  load.executable() ? "_executable" : "",
                  print(load.address()));
      case Statement.GuestStore(int bytes, Expression address, Expression value) ->
          "guest_store" + 8 * bytes + "(" + print(address) + ") ← " + print(value);
      case Statement.Atomic atomic ->
          "%s ← atomic_%s%d(%s, %s)"
              .formatted(
                  atomic.old(),
                  lower(atomic.operator()),
                  8 * atomic.bytes(),
                  print(atomic.address()),
                  print(atomic.operand()));
      case Statement.LoadReserved(Local into, int bytes, Expression address) ->
          into + " ← load_reserved" + 8 * bytes + "(" + print(address) + ")";
      case Statement.StoreConditional(
              Local failed,
              int bytes,
              Expression address,
              Expression value) ->
          "%s ← store_conditional%d(%s, %s)"
              .formatted(failed, 8 * bytes, print(address), print(value));
      case Statement.CheckCsr(Expression address, Expression writes) ->
          "check_csr(" + print(address) + ", writes: " + print(writes) + ")";
      case Statement.ReadCsr(Local into, Expression address, boolean toModify) ->
          into + " ← csr[" + print(address) + "]" + (toModify ? " to modify" : "");
      case Statement.WriteCsr(Expression address, Expression value) ->
          "csr[" + print(address) + "] ← " + print(value);
      case Statement.FloatingPoint operation ->
          "%s, %s ← %s(%s)"
              .formatted(
                  operation.result(),
                  operation.flags(),
                  lower(operation.operation()),
                  (operation.operation().takesRounding()
                          ? print(operation.roundingMode()) + ", "
                          : "")
                      + print(operation.arguments(), ", "));
      case Statement.ReadPhysical(Local into, Local accepted, Expression address) ->
          into + ", " + accepted + " ← physical64(" + print(address) + ")";
      case Statement.HasPhysical(Local present, Expression address) ->
          present + " ← has_physical64(" + print(address) + ")";
      case Statement.ReplacePhysical replace ->
          "%s ← replace_physical64(%s, expected: %s, value: %s)"
              .formatted(
                  replace.replaced(),
                  print(replace.address()),
                  print(replace.expected()),
                  print(replace.value()));
      case Statement.WritePhysical(Expression address, Expression value) ->
          "physical64(" + print(address) + ") ← " + print(value);
      case Statement.Cause cause ->
          lower(cause.effect()) + "(" + print(cause.arguments(), ", ") + ")";
      case Statement.Perform(Routine routine, List<Expression> arguments) ->
          routine.name() + "(" + print(arguments, ", ") + ")";
      case Statement.Return(Expression value) -> "return " + print(value);
    };
  }

  private static String cause(Expression cause) {
    if (cause instanceof Expression.Constant constant) {
      for (ExceptionCause known : ExceptionCause.values()) {
        if (known.code() == constant.value()) {
          return known.title();
        }
      }
    }
    return "exception " + atom(cause);
  }

  /** An expression on one line. */
  public static String print(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> print(constant);
      case Expression.OperandValue(Operand operand) -> name(operand);
      case Expression.ReadX(Operand register) -> "x[" + name(register) + "]";
      case Expression.ReadF(Operand register) -> "f[" + name(register) + "]";
      case Expression.Get get -> get.variable().name();
      case Expression.Pc _ -> "pc";
      case Expression.InstructionLength _ -> "length";
      case Expression.InstructionBits _ -> "instruction";
      case Expression.Read read -> lower(read.input());
      case Expression.Reference reference -> reference.local().name();
      case Expression.Unary unary -> unary(unary.operator(), unary.value());
      case Expression.Binary(BinaryOperator operator, Expression left, Expression right) ->
          binary(operator, left, right);
      case Expression.Compare(Comparison comparison, Expression left, Expression right) ->
          atom(left) + " " + sign(comparison) + " " + atom(right);
      case Expression.Extend(Expression.Constant constant, int _, boolean signed) when !signed ->
          print(constant);
      case Expression.Extend(Expression value, int width, boolean signed) ->
          (signed ? "sext" : "zext") + width + "(" + print(value) + ")";
      case Expression.Extract(Expression value, int high, int low) -> extract(value, high, low);
      case Expression.Concatenate(Expression upper, Expression lower) ->
          "{" + print(List.of(upper, lower), ", ") + "}";
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          atom(condition) + " ? " + atom(ifSet) + " : " + atom(ifClear);
      case Expression.Call(Routine routine, List<Expression> arguments) ->
          routine.name() + "(" + print(arguments, ", ") + ")";
    };
  }

  private static String print(List<Expression> expressions, String separator) {
    return expressions.stream().map(Notation::print).collect(Collectors.joining(separator));
  }

  /** In decimal where that is short, with its sign if it has all 64 bits. */
  private static String print(Expression.Constant constant) {
    long value = constant.value();
    return Math.abs(value) < WRITTEN_IN_DECIMAL
        ? Long.toString(value)
        : "0x" + Long.toHexString(value);
  }

  /** An operand's name as the manual writes it. */
  static String name(Operand operand) {
    return lower(operand);
  }

  private static String unary(UnaryOperator operator, Expression value) {
    return switch (operator) {
      case NOT -> not(value);
      case NEGATE -> "-" + atom(value);
      default -> lower(operator) + "(" + print(value) + ")";
    };
  }

  /** A complement; of a relation between two values, the opposite relation. */
  private static String not(Expression value) {
    return switch (value) {
      case Expression.Compare(Comparison comparison, Expression left, Expression right) ->
          atom(left) + " " + sign(opposite(comparison)) + " " + atom(right);
      case Expression.Unary(UnaryOperator operator, Expression inner)
          when operator == UnaryOperator.NOT ->
          print(inner);
      default -> (value.width() == 1 ? "not " : "~") + atom(value);
    };
  }

  private static Comparison opposite(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> Comparison.NOT_EQUAL;
      case NOT_EQUAL -> Comparison.EQUAL;
      case LESS_SIGNED -> Comparison.NOT_LESS_SIGNED;
      case LESS_UNSIGNED -> Comparison.NOT_LESS_UNSIGNED;
      case NOT_LESS_SIGNED -> Comparison.LESS_SIGNED;
      case NOT_LESS_UNSIGNED -> Comparison.LESS_UNSIGNED;
    };
  }

  private static String extract(Expression value, int high, int low) {
    if (value instanceof Expression.Get(var variable)) {
      var field = variable.space().field(variable, high, low);
      if (field.isPresent()) {
        return field.get().name();
      }
    }
    return atom(value) + "[" + (high == low ? "" + high : high + ":" + low) + "]";
  }

  private static String binary(BinaryOperator operator, Expression left, Expression right) {
    String sign = sign(operator, left.width());
    if (sign.isEmpty()) {
      return lower(operator) + "(" + print(left) + ", " + print(right) + ")";
    }
    boolean chained =
        left instanceof Expression.Binary(BinaryOperator inner, var _, var _)
            && inner == operator
            && (operator == BinaryOperator.AND || operator == BinaryOperator.OR);
    return (chained ? print(left) : atom(left)) + " " + sign + " " + atom(right);
  }

  /** The sign of an operator on values of a width; empty if it is written as a call. */
  private static String sign(BinaryOperator operator, int width) {
    return switch (operator) {
      case ADD -> "+";
      case SUBTRACT -> "-";
      case MULTIPLY -> "×";
      case AND -> width == 1 ? "and" : "&";
      case OR -> width == 1 ? "or" : "|";
      case XOR -> "^";
      case SHIFT_LEFT -> "<<";
      case SHIFT_RIGHT -> ">>";
      case SHIFT_RIGHT_ARITHMETIC -> ">>s";
      default -> "";
    };
  }

  private static String sign(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "≠";
      case LESS_SIGNED -> "<s";
      case LESS_UNSIGNED -> "<";
      case NOT_LESS_SIGNED -> "≥s";
      case NOT_LESS_UNSIGNED -> "≥";
    };
  }

  /** In parentheses if it is more than a name or a call. */
  private static String atom(Expression expression) {
    boolean compound =
        switch (expression) {
          case Expression.Binary binary -> !sign(binary.operator(), binary.width()).isEmpty();
          case Expression.Compare _, Expression.Select _ -> true;
          case Expression.Unary(UnaryOperator operator, var _) ->
              operator == UnaryOperator.NEGATE
                  || operator == UnaryOperator.NOT && !print(expression).startsWith("~");
          default -> false;
        };
    return compound ? "(" + print(expression) + ")" : print(expression);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package trapeze.isa.ir;

import static trapeze.isa.ir.IllTyped.require;

import java.util.List;

/**
 * A value: {@link #width()} bits, and no effect. Readers hold a value of fewer than 64 bits in the
 * low bits of a {@code long}, the rest zero.
 */
public sealed interface Expression {

  /** Width of the value in bits, 1 to 64. */
  int width();

  /** A constant; bits of {@code value} above the width must be zero, or copies of its sign. */
  record Constant(long value, int width) implements Expression {
    public Constant {
      checkWidth(width);
      long kept = width == 64 ? value : value & ((1L << width) - 1);
      require(
          kept == value || value == signExtended(kept, width),
          "%x needs over %d bits",
          value,
          width);
      value = kept;
    }
  }

  /** The value of a field of the instruction's encoding; a register operand gives its number. */
  record OperandValue(Operand operand) implements Expression {
    @Override
    public int width() {
      return operand.width();
    }
  }

  /** The integer register that an operand names; 64 bits, {@code x0} reads as zero. */
  record ReadX(Operand register) implements Expression {
    public ReadX {
      require(register.isRegister(), "%s names no register", register);
    }

    @Override
    public int width() {
      return 64;
    }
  }

  /** The floating-point register that an operand names; 64 bits, boxed if narrower. */
  record ReadF(Operand register) implements Expression {
    public ReadF {
      require(register.isRegister(), "%s names no register", register);
    }

    @Override
    public int width() {
      return 64;
    }
  }

  /** A state variable. */
  record Get(StateVariable variable) implements Expression {
    @Override
    public int width() {
      return variable.width();
    }
  }

  /** Address of the instruction being executed; in a routine, the hart's pc. 64 bits. */
  record Pc() implements Expression {
    @Override
    public int width() {
      return 64;
    }
  }

  /** Length of the instruction being executed, 2 or 4 bytes. 64 bits. */
  record InstructionLength() implements Expression {
    @Override
    public int width() {
      return 64;
    }
  }

  /** The bits of the instruction being executed, zero-extended to 64. */
  record InstructionBits() implements Expression {
    @Override
    public int width() {
      return 64;
    }
  }

  /** Something from outside the hart. */
  record Read(Input input) implements Expression {
    @Override
    public int width() {
      return 64;
    }
  }

  /** The value that a local names. */
  record Reference(Local local) implements Expression {
    @Override
    public int width() {
      return local.width();
    }
  }

  /** An operator on one value. */
  record Unary(UnaryOperator operator, Expression value) implements Expression {
    public Unary {
      int width = value.width();
      boolean fits =
          switch (operator) {
            case NOT, NEGATE -> true;
            case COUNT_LEADING_ZEROS, COUNT_TRAILING_ZEROS, POPULATION_COUNT ->
                width == 32 || width == 64;
            case OR_COMBINE_BYTES, REVERSE_BYTES -> width == 64;
          };
      require(fits, "%s of %d bits", operator, width);
    }

    @Override
    public int width() {
      return value.width();
    }
  }

  /** An operator on two values of one width. */
  record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {
    public Binary {
      int width = left.width();
      require(width == right.width(), "%s of %d and %d bits", operator, width, right.width());
      boolean fits =
          switch (operator) {
            case AND, OR, XOR, ADD, SUBTRACT, MULTIPLY -> true;
            case SHIFT_LEFT,
                SHIFT_RIGHT,
                SHIFT_RIGHT_ARITHMETIC,
                DIVIDE_SIGNED,
                DIVIDE_UNSIGNED,
                REMAINDER_SIGNED,
                REMAINDER_UNSIGNED ->
                width == 32 || width == 64;
            case MULTIPLY_HIGH_SIGNED,
                MULTIPLY_HIGH_UNSIGNED,
                MULTIPLY_HIGH_SIGNED_UNSIGNED,
                CARRYLESS_MULTIPLY,
                CARRYLESS_MULTIPLY_HIGH ->
                width == 64;
          };
      require(fits, "%s of %d bits", operator, width);
    }

    @Override
    public int width() {
      return left.width();
    }
  }

  /** Whether a relation holds between two values of one width; one bit. */
  record Compare(Comparison comparison, Expression left, Expression right) implements Expression {
    public Compare {
      require(
          left.width() == right.width(),
          "%s of %d and %d bits",
          comparison,
          left.width(),
          right.width());
    }

    @Override
    public int width() {
      return 1;
    }
  }

  /** The value widened, by copies of its sign or by zeros. */
  record Extend(Expression value, int width, boolean signed) implements Expression {
    public Extend {
      checkWidth(width);
      require(width >= value.width(), "%d bits extended to %d", value.width(), width);
    }
  }

  /** The bits {@code high} to {@code low} of a value. */
  record Extract(Expression value, int high, int low) implements Expression {
    public Extract {
      require(
          0 <= low && low <= high && high < value.width(),
          "bits %d:%d of %d",
          high,
          low,
          value.width());
    }

    @Override
    public int width() {
      return high - low + 1;
    }
  }

  /** Two values side by side, the first above the second; at most 64 bits together. */
  record Concatenate(Expression upper, Expression lower) implements Expression {
    public Concatenate {
      checkWidth(upper.width() + lower.width());
    }

    @Override
    public int width() {
      return upper.width() + lower.width();
    }
  }

  /** One of two values of one width; only the chosen one need be computed. */
  record Select(Expression condition, Expression ifSet, Expression ifClear) implements Expression {
    public Select {
      require(condition.width() == 1, "a condition of %d bits", condition.width());
      require(
          ifSet.width() == ifClear.width(),
          "selects between %d and %d bits",
          ifSet.width(),
          ifClear.width());
    }

    @Override
    public int width() {
      return ifSet.width();
    }
  }

  /** The result of a routine. Where the routine has effects, they happen here. */
  record Call(Routine routine, List<Expression> arguments) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
      require(routine.resultWidth() > 0, "%s has no result", routine.name());
      checkArguments(routine, arguments);
    }

    @Override
    public int width() {
      return routine.resultWidth();
    }
  }

  /** Refuses a width outside 1 to 64. */
  static void checkWidth(int width) {
    require(1 <= width && width <= 64, "a width of %d bits", width);
  }

  /** Refuses arguments that do not fit a routine's parameters. */
  static void checkArguments(Routine routine, List<Expression> arguments) {
    require(
        arguments.size() == routine.parameters().size(),
        "%s takes %d values, not %d",
        routine.name(),
        routine.parameters().size(),
        arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      Local parameter = routine.parameters().get(i);
      require(
          arguments.get(i).width() == parameter.width(),
          "%s of %s: %d bits, not %d",
          parameter,
          routine.name(),
          parameter.width(),
          arguments.get(i).width());
    }
  }

  private static long signExtended(long value, int width) {
    return value << (64 - width) >> (64 - width);
  }
}

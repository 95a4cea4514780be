package trapeze.monitor.patching;

import static trapeze.monitor.patching.BitFunctions.ONE;
import static trapeze.monitor.patching.BitFunctions.ZERO;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * Carries out the definition of one instruction for all states at once: one more reader of the
 * definitions. The privilege mode is S, the virtualization mode is off and the implementation's
 * choices are what they are; all else is unknown. What it does not understand has no stub.
 */
final class Symbolic {
  private static final int WORD = 64;

  private final InstructionSet set;
  private final HartState choices;
  private final long packed;
  private final BitFunctions functions = new BitFunctions();
  private final Map<StateVariable, int[]> state = new HashMap<>();
  private final Map<StateVariable, int[]> initial = new HashMap<>();
  private int[] result = new int[0];
  private @Nullable Csr accessed;

  private Symbolic(InstructionSet set, HartState choices, long packed) {
    this.set = set;
    this.choices = choices;
    this.packed = packed;
    initial.put(Rv64State.MODE, constant(PrivilegeMode.S.code(), Rv64State.MODE.width()));
    initial.put(Rv64State.VIRTUAL, constant(0, Rv64State.VIRTUAL.width()));
  }

  /**
   * The meaning of a decoded instruction.
   *
   * @param choices a state whose implementation choices count, and nothing else of it
   * @throws Unpatchable if it is not that of a move from or to a control register, or can trap
   */
  static Meaning of(InstructionSet set, HartState choices, long packed) {
    Symbolic run = new Symbolic(set, choices, packed);
    run.run(set.instructions().get(PackedInstruction.number(packed) - 1).body(), new HashMap<>());
    if (run.accessed == null) {
      throw new Unpatchable("it is no move from or to a control register");
    }
    run.state
        .entrySet()
        .removeIf(each -> Arrays.equals(run.before(each.getKey()), each.getValue()));
    boolean reads = run.reads(run.result) || run.state.values().stream().anyMatch(run::reads);
    int rd = (int) PackedInstruction.operand(packed, Operand.RD) % HartState.SINK;
    int rs1 = (int) PackedInstruction.operand(packed, Operand.RS1) % HartState.SINK;
    return Meaning.of(run.functions, run.accessed, rd, reads ? rs1 : 0, run.result, run.state);
  }

  private boolean reads(int[] word) {
    for (int bit : word) {
      for (int i = 0; i < WORD; i++) {
        if (functions.dependsOn(bit, Meaning.operandBit(i))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Carries out statements; gives the result if they returned one. */
  private int @Nullable [] run(List<Statement> body, Map<Local, int[]> frame) {
    for (Statement statement : body) {
      int[] returned = run(statement, frame);
      if (returned != null) {
        return returned;
      }
    }
    return null;
  }

  private int @Nullable [] run(Statement statement, Map<Local, int[]> frame) {
    switch (statement) {
      case Statement.Let(Local local, Expression value) -> frame.put(local, evaluate(value, frame));
      case Statement.SetX(Operand _, Expression value) -> result = evaluate(value, frame);
      case Statement.Set(var field, Expression value) -> {
        int[] whole = now(field.variable()).clone();
        System.arraycopy(evaluate(value, frame), 0, whole, field.low(), field.width());
        state.put(field.variable(), whole);
      }
      case Statement.If(Expression condition, var then, var otherwise) -> {
        return branch(evaluate(condition, frame)[0], then, otherwise, frame);
      }
      case Statement.CheckCsr(Expression address, Expression writes) ->
          check(csr(address, frame), evaluate(writes, frame)[0]);
      case Statement.ReadCsr(Local into, Expression address, boolean toModify) -> {
        Csr csr = csr(address, frame);
        frame.put(into, call(toModify ? csr.readToModify() : csr.read(), List.of()));
      }
      case Statement.WriteCsr(Expression address, Expression value) ->
          call(csr(address, frame).write(), List.of(evaluate(value, frame)));
      case Statement.Perform(Routine routine, List<Expression> arguments) ->
          call(routine, arguments.stream().map(each -> evaluate(each, frame)).toList());
      case Statement.Return(Expression value) -> {
        return evaluate(value, frame);
      }
      default -> throw new Unpatchable("it does more than move bits");
    }
    return null;
  }

  private int @Nullable [] branch(
      int condition, List<Statement> then, List<Statement> otherwise, Map<Local, int[]> frame) {
    if (condition == ONE || condition == ZERO) {
      return run(condition == ONE ? then : otherwise, frame);
    }
    Map<StateVariable, int[]> before = new HashMap<>(state);
    int[] resultBefore = result;
    int[] first = run(then, new HashMap<>(frame));
    Map<StateVariable, int[]> after = new HashMap<>(state);
    int[] resultAfter = result;
    state.clear();
    state.putAll(before);
    result = resultBefore;
    int[] second = run(otherwise, new HashMap<>(frame));
    if (first != null || second != null || resultAfter != result) {
      throw new Unpatchable("what it does next depends on the state");
    }
    after.keySet().forEach(variable -> state.putIfAbsent(variable, before(variable)));
    state.replaceAll(
        (variable, value) ->
            choose(condition, after.getOrDefault(variable, before(variable)), value));
    return null;
  }

  private int[] call(Routine routine, List<int[]> arguments) {
    Map<Local, int[]> frame = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      frame.put(routine.parameters().get(i), arguments.get(i));
    }
    int[] returned = run(routine.body(), frame);
    return returned == null ? new int[0] : returned;
  }

  private Csr csr(Expression address, Map<Local, int[]> frame) {
    long value = known(evaluate(address, frame));
    return set.csrs().stream()
        .filter(each -> each.address() == value)
        .findFirst()
        .orElseThrow(() -> new Unpatchable("there is no such control register"));
  }

  private void check(Csr csr, int writes) {
    int legal = csr.leastMode().code() <= PrivilegeMode.S.code() ? ONE : ZERO;
    if (csr.readOnly()) {
      legal = functions.and(legal, functions.not(writes));
    }
    if (csr.illegalWhen().isPresent()) {
      int illegal = evaluate(csr.illegalWhen().get(), new HashMap<>())[0];
      legal = functions.and(legal, functions.not(illegal));
    }
    if (legal != ONE) {
      throw new Unpatchable("it may be illegal");
    }
    accessed = csr;
  }

  private int[] before(StateVariable variable) {
    return initial.computeIfAbsent(
        variable,
        v -> {
          int[] bits = new int[v.width()];
          Arrays.setAll(bits, i -> functions.variable(Meaning.stateBit(v, i)));
          return bits;
        });
  }

  private int[] now(StateVariable variable) {
    return switch (variable.kind()) {
      case CHOICE -> constant(choices.get(variable), variable.width());
      case SCRATCH -> throw new Unpatchable("it looks at another's results");
      case ARCHITECTURAL -> {
        int[] changed = state.get(variable);
        yield changed == null ? before(variable) : changed;
      }
    };
  }

  private long known(int[] word) {
    long value = 0;
    for (int i = 0; i < word.length; i++) {
      if (word[i] > ONE) {
        throw new Unpatchable("what it addresses depends on the state");
      }
      value |= (long) word[i] << i;
    }
    return value;
  }

  private static int[] constant(long value, int width) {
    int[] bits = new int[width];
    Arrays.setAll(bits, i -> (value >>> i & 1) == 1 ? ONE : ZERO);
    return bits;
  }

  private int[] choose(int condition, int[] ifSet, int[] ifClear) {
    int[] bits = new int[ifSet.length];
    Arrays.setAll(bits, i -> functions.choose(condition, ifSet[i], ifClear[i]));
    return bits;
  }

  private int[] evaluate(Expression expression, Map<Local, int[]> frame) {
    return switch (expression) {
      case Expression.Constant(long value, int width) -> constant(value, width);
      case Expression.OperandValue(Operand operand) ->
          constant(PackedInstruction.operand(packed, operand), operand.width());
      case Expression.ReadX(Operand register) -> register(register);
      case Expression.Get(StateVariable variable) -> now(variable);
      case Expression.Reference(Local local) -> Objects.requireNonNull(frame.get(local));
      case Expression.Unary(var operator, Expression value) ->
          switch (operator) {
            case NOT -> each(evaluate(value, frame), functions::not);
            default -> throw new Unpatchable("it reckons");
          };
      case Expression.Binary(var operator, Expression left, Expression right) ->
          switch (operator) {
            case AND -> pairs(evaluate(left, frame), evaluate(right, frame), functions::and);
            case OR -> pairs(evaluate(left, frame), evaluate(right, frame), functions::or);
            case XOR -> pairs(evaluate(left, frame), evaluate(right, frame), functions::xor);
            case SHIFT_LEFT -> shifted(evaluate(left, frame), (int) known(evaluate(right, frame)));
            case SHIFT_RIGHT ->
                shifted(evaluate(left, frame), -(int) known(evaluate(right, frame)));
            default -> throw new Unpatchable("it reckons");
          };
      case Expression.Compare(Comparison comparison, Expression left, Expression right) -> {
        int differs = ZERO;
        for (int bit : pairs(evaluate(left, frame), evaluate(right, frame), functions::xor)) {
          differs = functions.or(differs, bit);
        }
        yield switch (comparison) {
          case EQUAL -> new int[] {functions.not(differs)};
          case NOT_EQUAL -> new int[] {differs};
          default -> throw new Unpatchable("it compares sizes");
        };
      }
      case Expression.Extend(Expression value, int width, boolean signed) -> {
        int[] narrow = evaluate(value, frame);
        int[] wide = Arrays.copyOf(narrow, width);
        Arrays.fill(wide, narrow.length, width, signed ? narrow[narrow.length - 1] : ZERO);
        yield wide;
      }
      case Expression.Extract(Expression value, int high, int low) ->
          Arrays.copyOfRange(evaluate(value, frame), low, high + 1);
      case Expression.Concatenate(Expression upper, Expression lower) -> {
        int[] above = evaluate(upper, frame);
        int[] below = evaluate(lower, frame);
        int[] both = Arrays.copyOf(below, below.length + above.length);
        System.arraycopy(above, 0, both, below.length, above.length);
        yield both;
      }
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) -> {
        int chosen = evaluate(condition, frame)[0];
        if (chosen == ONE || chosen == ZERO) {
          yield evaluate(chosen == ONE ? ifSet : ifClear, frame);
        }
        yield choose(chosen, evaluate(ifSet, frame), evaluate(ifClear, frame));
      }
      case Expression.Call(Routine routine, List<Expression> arguments) ->
          call(routine, arguments.stream().map(each -> evaluate(each, frame)).toList());
      default -> throw new Unpatchable("it looks at the hart's surroundings");
    };
  }

  private int[] register(Operand operand) {
    long number = PackedInstruction.operand(packed, operand);
    if (number == 0 || number == HartState.SINK) {
      return constant(0, WORD);
    }
    int[] bits = new int[WORD];
    Arrays.setAll(bits, i -> functions.variable(Meaning.operandBit(i)));
    return bits;
  }

  private static int[] shifted(int[] word, int left) {
    int[] bits = new int[word.length];
    Arrays.setAll(bits, i -> i - left >= 0 && i - left < word.length ? word[i - left] : ZERO);
    return bits;
  }

  private static int[] each(int[] word, java.util.function.IntUnaryOperator operator) {
    return Arrays.stream(word).map(operator).toArray();
  }

  private static int[] pairs(
      int[] left, int[] right, java.util.function.IntBinaryOperator operator) {
    int[] bits = new int[left.length];
    Arrays.setAll(bits, i -> operator.applyAsInt(left[i], right[i]));
    return bits;
  }
}

package trapeze.isa.evaluate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.fp.FpFlags;
import trapeze.isa.fp.ReferenceFloat;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/**
 * Carries out definitions over a hart's state, node by node. One hart, one thread.
 *
 * <p>An exception leaves as a {@link TrapSignal}: what the definition did before it stays done, the
 * pc stands at the instruction.
 */
public final class Evaluator {
  private final InstructionSet set;
  private final Map<Integer, Csr> csrs;
  private final HartState state;
  private final Environment environment;
  private final TrapSignal signal = new TrapSignal();

  /** Whether the definition being carried out has said where to go on. */
  private boolean jumped;

  /** An evaluator for one hart. */
  public Evaluator(InstructionSet set, HartState state, Environment environment) {
    this.set = set;
    this.csrs =
        set.csrs().stream()
            .collect(Collectors.toUnmodifiableMap(Csr::address, Function.identity()));
    this.state = state;
    this.environment = environment;
  }

  /**
   * Executes one decoded instruction at the hart's pc, and moves the pc on.
   *
   * @throws TrapSignal if it raises an exception; it has then not retired
   */
  public void execute(long packed) {
    Instruction instruction = set.instructions().get(PackedInstruction.number(packed) - 1);
    long pc = state.pc;
    jumped = false;
    try {
      run(instruction.body(), new Frame(packed, pc));
    } catch (TrapSignal trap) {
      state.pc = pc;
      throw trap;
    }
    if (!jumped) {
      state.pc = pc + PackedInstruction.length(packed);
    }
  }

  /**
   * Calls a routine.
   *
   * @return its result, zero-extended; 0 if it has none
   * @throws TrapSignal if it raises an exception
   */
  public long call(Routine routine, long... arguments) {
    Frame frame = new Frame(0, state.pc);
    for (int i = 0; i < arguments.length; i++) {
      Local parameter = routine.parameters().get(i);
      frame.assign(parameter, Operators.truncate(arguments[i], parameter.width()));
    }
    run(routine.body(), frame);
    return frame.result;
  }

  /** Carries out statements in order; true if one of them returned from the routine. */
  private boolean run(List<Statement> body, Frame frame) {
    for (Statement statement : body) {
      if (run(statement, frame)) {
        return true;
      }
    }
    return false;
  }

  private boolean run(Statement statement, Frame frame) {
    switch (statement) {
      case Statement.Let(Local local, Expression value) ->
          frame.assign(local, evaluate(value, frame));
      case Statement.SetX(Operand register, Expression value) -> {
        int number = (int) PackedInstruction.operand(frame.packed, register);
        long written = evaluate(value, frame);
        if (number != 0 && number != HartState.SINK) {
          state.x[number] = written;
        }
      }
      case Statement.SetF(Operand register, Expression value) ->
          state.f[(int) PackedInstruction.operand(frame.packed, register)] = evaluate(value, frame);
      case Statement.Set(Field field, Expression value) -> assign(field, evaluate(value, frame));
      case Statement.SetPc(Expression target) -> {
        state.pc = evaluate(target, frame);
        jumped = true;
      }
      case Statement.If(Expression condition, List<Statement> then, List<Statement> otherwise) -> {
        return run(isTrue(condition, frame) ? then : otherwise, frame);
      }
      case Statement.Raise(Expression cause, Expression value) ->
          throw raised((int) evaluate(cause, frame), evaluate(value, frame));
      case Statement.Load(Local into, int bytes, Expression address) ->
          frame.assign(into, environment.load(evaluate(address, frame), bytes));
      case Statement.Store(int bytes, Expression address, Expression value) ->
          environment.store(evaluate(address, frame), bytes, evaluate(value, frame));
      case Statement.GuestLoad(Local into, int bytes, Expression address, boolean executable) ->
          frame.assign(into, environment.guestLoad(evaluate(address, frame), bytes, executable));
      case Statement.GuestStore(int bytes, Expression address, Expression value) ->
          environment.guestStore(evaluate(address, frame), bytes, evaluate(value, frame));
      case Statement.Atomic atomic ->
          frame.assign(
              atomic.old(),
              environment.atomic(
                  atomic.operator(),
                  evaluate(atomic.address(), frame),
                  atomic.bytes(),
                  evaluate(atomic.operand(), frame)));
      case Statement.LoadReserved(Local into, int bytes, Expression address) ->
          frame.assign(into, environment.loadReserved(evaluate(address, frame), bytes));
      case Statement.StoreConditional(
              Local failed,
              int bytes,
              Expression address,
              Expression value) ->
          frame.assign(
              failed,
              environment.storeConditional(
                  evaluate(address, frame), bytes, evaluate(value, frame)));
      case Statement.CheckCsr(Expression address, Expression writes) ->
          checkCsr((int) evaluate(address, frame), isTrue(writes, frame));
      case Statement.ReadCsr(Local into, Expression address, boolean toModify) -> {
        Csr csr = seen(csr((int) evaluate(address, frame)));
        frame.assign(into, call(toModify ? csr.readToModify() : csr.read()));
      }
      case Statement.WriteCsr(Expression address, Expression value) ->
          call(seen(csr((int) evaluate(address, frame))).write(), evaluate(value, frame));
      case Statement.FloatingPoint operation -> run(operation, frame);
      case Statement.ReadPhysical(Local into, Local accepted, Expression address) -> {
        long at = evaluate(address, frame);
        boolean there = environment.hasPhysical(at);
        frame.assign(accepted, there ? 1 : 0);
        frame.assign(into, there ? environment.readPhysical(at) : 0);
      }
      case Statement.HasPhysical(Local present, Expression address) ->
          frame.assign(present, environment.hasPhysical(evaluate(address, frame)) ? 1 : 0);
      case Statement.ReplacePhysical replace ->
          frame.assign(
              replace.replaced(),
              environment.replacePhysical(
                      evaluate(replace.address(), frame),
                      evaluate(replace.expected(), frame),
                      evaluate(replace.value(), frame))
                  ? 1
                  : 0);
      case Statement.WritePhysical(Expression address, Expression value) ->
          environment.writePhysical(evaluate(address, frame), evaluate(value, frame));
      case Statement.Cause cause ->
          environment.effect(cause.effect(), evaluate(cause.arguments(), frame));
      case Statement.Perform(Routine routine, List<Expression> arguments) ->
          call(routine, evaluate(arguments, frame));
      case Statement.Return(Expression value) -> {
        frame.result = evaluate(value, frame);
        return true;
      }
    }
    return false;
  }

  private TrapSignal raised(int cause, long value) {
    if (!ExceptionCause.isGuestPageFault(cause)) {
      return signal.carrying(cause, value);
    }
    long guestPhysical = state.get(Rv64State.WALK_GUEST_PHYSICAL);
    return signal.carrying(
        cause, value, guestPhysical, state.get(Rv64State.WALK_INSTRUCTION), true);
  }

  private void run(Statement.FloatingPoint operation, Frame frame) {
    int rounding = (int) evaluate(operation.roundingMode(), frame);
    long[] values = evaluate(operation.arguments(), frame);
    FpFlags raised = new FpFlags();
    long result =
        ReferenceFloat.apply(
            operation.operation(),
            rounding,
            values[0],
            values.length > 1 ? values[1] : 0,
            values.length > 2 ? values[2] : 0,
            raised);
    frame.assign(operation.result(), result);
    Field flags = operation.flags();
    state.set(flags.variable(), state.get(flags.variable()) | raised.bits);
  }

  private void assign(Field field, long value) {
    if (field.width() == field.variable().width()) {
      state.set(field.variable(), value);
      return;
    }
    long others = state.get(field.variable()) & ~field.mask();
    state.set(field.variable(), others | value << field.low());
  }

  /**
   * Raises an exception unless this access is permitted (priv:csrs). With V set it is an
   * illegal-instruction exception only if HS could not make the access either
   * (priv:norm:H_cause_virtual_instruction).
   */
  private void checkCsr(int address, boolean writes) {
    Csr csr = csrs.get(address);
    boolean virtual = state.get(Rv64State.VIRTUAL) != 0;
    long mode = state.get(Rv64State.MODE);
    if (csr == null
        || mode < csr.leastMode().code() && !(virtual && csr.leastMode() != PrivilegeMode.M)
        || writes && csr.readOnly()
        || holds(csr.illegalWhen())) {
      throw signal.carrying(
          ExceptionCause.ILLEGAL_INSTRUCTION.code(), environment.instructionBits());
    }
    if (virtual
        && (csr.isOfHypervisor()
            || mode < csr.leastMode().code()
            || holds(csr.refusedToGuestWhen()))) {
      throw signal.carrying(
          ExceptionCause.VIRTUAL_INSTRUCTION.code(), environment.instructionBits());
    }
  }

  private boolean holds(Optional<Expression> condition) {
    return condition.isPresent() && isTrue(condition.get(), new Frame(0, 0));
  }

  /** The register that is meant: while V is set, it may be another one. */
  private Csr seen(Csr csr) {
    return state.get(Rv64State.VIRTUAL) == 0 ? csr : csr.substitute().orElse(csr);
  }

  private Csr csr(int address) {
    Csr csr = csrs.get(address);
    if (csr == null) {
      throw new IllegalStateException("CSR %x is used unchecked".formatted(address));
    }
    return csr;
  }

  private boolean isTrue(Expression condition, Frame frame) {
    return evaluate(condition, frame) != 0;
  }

  private long[] evaluate(List<Expression> expressions, Frame frame) {
    long[] values = new long[expressions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluate(expressions.get(i), frame);
    }
    return values;
  }

  private long evaluate(Expression expression, Frame frame) {
    return switch (expression) {
      case Expression.Constant constant -> constant.value();
      case Expression.OperandValue(Operand operand) ->
          Operators.truncate(PackedInstruction.operand(frame.packed, operand), operand.width());
      case Expression.ReadX(Operand register) -> {
        int number = (int) PackedInstruction.operand(frame.packed, register);
        yield number == HartState.SINK ? 0 : state.x[number];
      }
      case Expression.ReadF(Operand register) ->
          state.f[(int) PackedInstruction.operand(frame.packed, register)];
      case Expression.Get get -> state.get(get.variable());
      case Expression.Pc _ -> frame.pc;
      case Expression.InstructionLength _ -> PackedInstruction.length(frame.packed);
      case Expression.InstructionBits _ -> environment.instructionBits();
      case Expression.Read read -> environment.input(read.input());
      case Expression.Reference reference -> frame.value(reference.local());
      case Expression.Unary(var operator, Expression value) ->
          Operators.unary(operator, evaluate(value, frame), value.width());
      case Expression.Binary(var operator, Expression left, Expression right) ->
          Operators.binary(operator, evaluate(left, frame), evaluate(right, frame), left.width());
      case Expression.Compare(var comparison, Expression left, Expression right) ->
          Operators.compare(comparison, evaluate(left, frame), evaluate(right, frame), left.width())
              ? 1
              : 0;
      case Expression.Extend(Expression value, int width, boolean signed) ->
          signed
              ? Operators.truncate(
                  Operators.signExtend(evaluate(value, frame), value.width()), width)
              : evaluate(value, frame);
      case Expression.Extract(Expression value, int high, int low) ->
          Operators.truncate(evaluate(value, frame) >>> low, high - low + 1);
      case Expression.Concatenate(Expression upper, Expression lower) ->
          evaluate(upper, frame) << lower.width() | evaluate(lower, frame);
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) ->
          evaluate(isTrue(condition, frame) ? ifSet : ifClear, frame);
      case Expression.Call(Routine routine, List<Expression> arguments) ->
          call(routine, evaluate(arguments, frame));
    };
  }
}

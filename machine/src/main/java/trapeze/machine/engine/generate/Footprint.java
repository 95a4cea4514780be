package trapeze.machine.engine.generate;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/**
 * What a definition touches, the routines that it calls included: what its method must be given,
 * and what must be looked at again after it.
 */
final class Footprint {
  private final Map<StateVariable, Long> reads = new HashMap<>();
  private final Map<StateVariable, Long> writes = new HashMap<>();
  private final Set<Routine> calls = new LinkedHashSet<>();
  private boolean readsPc;
  private boolean setsPc;
  private boolean accessesMemory;
  private boolean touchesSurroundings;

  /** What these statements touch. */
  static Footprint of(List<Statement> body) {
    Footprint footprint = new Footprint();
    footprint.add(body);
    return footprint;
  }

  /** What this expression touches. */
  static Footprint of(Expression expression) {
    Footprint footprint = new Footprint();
    footprint.add(expression);
    return footprint;
  }

  /** Whether the instruction's method takes the pc. */
  boolean usesPc() {
    return readsPc || setsPc;
  }

  /** Whether the instruction's method gives the address of the next instruction. */
  boolean setsPc() {
    return setsPc;
  }

  /** Whether it loads or stores. */
  boolean accessesMemory() {
    return accessesMemory;
  }

  /** Whether it looks at, or acts on, more of the hart than registers and memory. */
  boolean touchesSurroundings() {
    return touchesSurroundings;
  }

  /** Every routine called, directly or not. */
  Set<Routine> calls() {
    return calls;
  }

  /** Whether a bit that this writes is one that the other reads. */
  boolean disturbs(Footprint other) {
    return writes.entrySet().stream()
        .anyMatch(entry -> (entry.getValue() & other.bitsRead(entry.getKey())) != 0);
  }

  /** The bits of a variable that are read, as a mask. */
  long bitsRead(StateVariable variable) {
    return reads.getOrDefault(variable, 0L);
  }

  /** Takes in another footprint. */
  void include(Footprint other) {
    other.reads.forEach((variable, mask) -> reads.merge(variable, mask, (a, b) -> a | b));
    other.writes.forEach((variable, mask) -> writes.merge(variable, mask, (a, b) -> a | b));
    calls.addAll(other.calls);
  }

  private void add(List<Statement> body) {
    body.forEach(this::add);
  }

  private void add(Statement statement) {
    switch (statement) {
      case Statement.Let(var _, Expression value) -> add(value);
      case Statement.SetX(var _, Expression value) -> add(value);
      case Statement.SetF(var _, Expression value) -> add(value);
      case Statement.Set(Field field, Expression value) -> {
        writes.merge(field.variable(), field.mask(), (a, b) -> a | b);
        add(value);
      }
      case Statement.SetPc(Expression target) -> {
        setsPc = true;
        add(target);
      }
      case Statement.If(Expression condition, var then, var otherwise) -> {
        add(condition);
        add(then);
        add(otherwise);
      }
      case Statement.Raise(Expression cause, Expression value) -> {
        add(cause);
        if (!(value instanceof Expression.InstructionBits)) {
          add(value);
        }
      }
      case Statement.Load(var _, int _, Expression address) -> memory(address);
      case Statement.Store(int _, Expression address, Expression value) -> memory(address, value);
      case Statement.GuestLoad(var _, int _, Expression address, boolean _) -> memory(address);
      case Statement.GuestStore(int _, Expression address, Expression value) ->
          memory(address, value);
      case Statement.Atomic atomic -> memory(atomic.address(), atomic.operand());
      case Statement.LoadReserved(var _, int _, Expression address) -> memory(address);
      case Statement.StoreConditional(var _, int _, Expression address, Expression value) ->
          memory(address, value);
      case Statement.CheckCsr(Expression address, Expression writing) -> outside(address, writing);
      case Statement.ReadCsr(var _, Expression address, boolean _) -> outside(address);
      case Statement.WriteCsr(Expression address, Expression value) -> outside(address, value);
      case Statement.FloatingPoint operation -> {
        writes.merge(operation.flags().variable(), operation.flags().mask(), (a, b) -> a | b);
        add(operation.roundingMode());
        operation.arguments().forEach(this::add);
      }
      case Statement.ReadPhysical(var _, var _, Expression address) -> outside(address);
      case Statement.HasPhysical(var _, Expression address) -> outside(address);
      case Statement.ReplacePhysical replace ->
          outside(replace.address(), replace.expected(), replace.value());
      case Statement.WritePhysical(Expression address, Expression value) -> outside(address, value);
      case Statement.Cause(var _, List<Expression> arguments) ->
          outside(arguments.toArray(Expression[]::new));
      case Statement.Perform(Routine routine, List<Expression> arguments) ->
          call(routine, arguments);
      case Statement.Return(Expression value) -> add(value);
    }
  }

  private void memory(Expression... expressions) {
    accessesMemory = true;
    List.of(expressions).forEach(this::add);
  }

  private void outside(Expression... expressions) {
    touchesSurroundings = true;
    List.of(expressions).forEach(this::add);
  }

  private void call(Routine routine, List<Expression> arguments) {
    touchesSurroundings = true;
    arguments.forEach(this::add);
    if (calls.add(routine)) {
      include(of(routine.body()));
    }
  }

  private void add(Expression expression) {
    switch (expression) {
      case Expression.Extract(Expression.Get(StateVariable variable), int high, int low) ->
          reads.merge(variable, (-1L >>> (63 - high + low)) << low, (a, b) -> a | b);
      case Expression.Get(StateVariable variable) -> reads.put(variable, -1L);
      case Expression.Pc _ -> readsPc = true;
      case Expression.InstructionBits _ -> touchesSurroundings = true;
      case Expression.Read _ -> touchesSurroundings = true;
      case Expression.Unary(var _, Expression value) -> add(value);
      case Expression.Binary(var _, Expression left, Expression right) -> {
        add(left);
        add(right);
      }
      case Expression.Compare(var _, Expression left, Expression right) -> {
        add(left);
        add(right);
      }
      case Expression.Extend(Expression value, int _, boolean _) -> add(value);
      case Expression.Extract(Expression value, int _, int _) -> add(value);
      case Expression.Concatenate(Expression upper, Expression lower) -> {
        add(upper);
        add(lower);
      }
      case Expression.Select(Expression condition, Expression ifSet, Expression ifClear) -> {
        add(condition);
        add(ifSet);
        add(ifClear);
      }
      case Expression.Call(Routine routine, List<Expression> arguments) -> call(routine, arguments);
      case Expression.Constant _,
          Expression.OperandValue _,
          Expression.ReadX _,
          Expression.ReadF _,
          Expression.InstructionLength _,
          Expression.Reference _ -> {}
    }
  }
}

package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;

/** One statement being carried out: its expressions, the state as the calls in them leave it. */
final class Here {
  private final Run run;
  private final Terms terms;
  private final Assumptions assumptions;
  private final Frame frame;
  private final Expression entered;
  private SymbolicState state;

  /** Under which condition no call in the statement has raised. */
  private Expression alive;

  private @Nullable Exit raised;

  Here(
      Run run,
      Terms terms,
      Assumptions assumptions,
      SymbolicState state,
      Expression entered,
      Frame frame) {
    this.run = run;
    this.terms = terms;
    this.assumptions = assumptions;
    this.state = state;
    this.entered = entered;
    this.frame = frame;
    this.alive = terms.bit(true);
  }

  SymbolicState state() {
    return state;
  }

  Frame frame() {
    return frame;
  }

  Expression alive() {
    return alive;
  }

  @Nullable Exit raised() {
    return raised;
  }

  /** Under which condition, from the beginning, this point is reached. */
  Expression guard() {
    return terms.and(entered, alive);
  }

  void become(SymbolicState next) {
    state = next;
  }

  void assign(Local local, Expression value) {
    state = state.with(local, value);
  }

  List<Expression> terms(List<Expression> expressions) {
    List<Expression> found = new ArrayList<>();
    expressions.forEach(expression -> found.add(term(expression)));
    return found;
  }

  /** An expression of the definition as a term over the state before. */
  Expression term(Expression expression) {
    return switch (expression) {
      case Expression.Constant constant -> terms.leaf(constant);
      case Expression.OperandValue operand -> leafOf(operand, operand.operand());
      case Expression.ReadX(Operand register) -> {
        leafOf(expression, register);
        yield state.x(register);
      }
      case Expression.ReadF(Operand register) -> {
        leafOf(expression, register);
        yield state.f(register);
      }
      case Expression.Get get -> state.get(get.variable());
      case Expression.Pc _ -> frame.pc();
      case Expression.InstructionLength _ ->
          frame.hasOperands() ? assumptions.of(expression, terms) : terms.constant(0, 64);
      case Expression.InstructionBits _, Expression.Read _ -> assumptions.of(expression, terms);
      case Expression.Reference(Local local) -> {
        Expression value = state.locals().get(local);
        if (value == null) {
          throw new IllegalStateException(local + " is read before it is assigned");
        }
        yield value;
      }
      case Expression.Unary(var operator, Expression value) -> terms.unary(operator, term(value));
      case Expression.Binary(var operator, Expression left, Expression right) -> {
        Expression first = term(left);
        yield terms.binary(operator, first, term(right));
      }
      case Expression.Compare(var comparison, Expression left, Expression right) -> {
        Expression first = term(left);
        yield terms.compare(comparison, first, term(right));
      }
      case Expression.Extend(Expression value, int width, boolean signed) ->
          terms.extend(term(value), width, signed);
      case Expression.Extract(Expression value, int high, int low) ->
          terms.extract(term(value), high, low);
      case Expression.Concatenate(Expression upper, Expression lower) -> {
        Expression first = term(upper);
        yield terms.concatenate(first, term(lower));
      }
      case Expression.Select select -> chosen(select);
      case Expression.Call(Routine routine, List<Expression> arguments) ->
          call(routine, terms(arguments));
    };
  }

  private Expression leafOf(Expression leaf, Operand operand) {
    if (!frame.hasOperands()) {
      throw new IllegalStateException("a routine has no operand " + operand);
    }
    return assumptions.of(leaf, terms);
  }

  /** Only the arm that is chosen is computed, calls in it included. */
  private Expression chosen(Expression.Select select) {
    Expression condition = term(select.condition());
    Expression holds = terms.and(guard(), condition);
    Expression fails = terms.and(guard(), terms.not(condition));
    if (Terms.is(fails, 0)) {
      return term(select.ifSet());
    }
    if (Terms.is(holds, 0)) {
      return term(select.ifClear());
    }
    Here first = new Here(run, terms, assumptions, state, holds, frame);
    Here second = new Here(run, terms, assumptions, state, fails, frame);
    Expression ifSet = first.term(select.ifSet());
    Expression ifClear = second.term(select.ifClear());
    if (first.raised != null || second.raised != null) {
      raise(Exit.either(terms, condition, first.raised, second.raised));
    }
    state = first.state.orElse(condition, second.state);
    return terms.select(condition, ifSet, ifClear);
  }

  /** Calls a routine; its result, if it has one. */
  Expression call(Routine routine, List<Expression> arguments) {
    if (assumptions.isOpaque(routine)) {
      return run.opaque(routine, arguments, this);
    }
    Map<Local, Expression> locals = state.locals();
    SymbolicState callee = state.withLocals(SymbolicExecution.parameters(routine, arguments));
    Flow flow = run.run(routine.body(), callee, guard(), Frame.of(state.pc(), false));
    raise(flow.raised());
    Exit end = routine.resultWidth() == 0 ? flow.next() : flow.returned();
    if (end == null) {
      alive = terms.bit(false);
      return terms.constant(0, Math.max(1, routine.resultWidth()));
    }
    state = end.state().withLocals(locals);
    return end.values().isEmpty() ? terms.bit(false) : end.values().getFirst();
  }

  private void raise(@Nullable Exit exit) {
    Exit reached = exit == null ? null : exit.under(terms, alive);
    if (reached != null) {
      raised = Exit.firstOf(terms, raised, reached);
      alive = terms.and(alive, terms.not(reached.guard()));
    }
  }
}

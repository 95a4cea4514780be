package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Expression.Reference;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/** What a definition asks of its surroundings: each request an event, each answer a symbol. */
final class Requests {
  /** Counts what may have written to memory: an answer from before is no answer behind it. */
  private static final List<Object> WRITES = List.of("writes");

  private final Terms terms;
  private final List<Event> events = new ArrayList<>();

  Requests(Terms terms) {
    this.terms = terms;
  }

  List<Event> events() {
    return events;
  }

  void ask(Statement statement, Here here) {
    switch (statement) {
      case Statement.Load(Local into, int bytes, Expression address) -> {
        Expression at = here.term(address);
        List<Local> answer = ask(here, List.of("load", bytes, number(at)), into);
        event(here, new Statement.Load(answer.getFirst(), bytes, at), answer);
        assign(here, into, answer.getFirst());
      }
      case Statement.Store(int bytes, Expression address, Expression value) -> {
        Expression at = here.term(address);
        event(here, new Statement.Store(bytes, at, here.term(value)), List.of());
      }
      case Statement.GuestLoad(Local into, int bytes, Expression address, boolean executable) -> {
        Expression at = here.term(address);
        List<Local> answer = ask(here, List.of("guest load", bytes, executable, number(at)), into);
        event(here, new Statement.GuestLoad(answer.getFirst(), bytes, at, executable), answer);
        assign(here, into, answer.getFirst());
      }
      case Statement.GuestStore(int bytes, Expression address, Expression value) -> {
        Expression at = here.term(address);
        event(here, new Statement.GuestStore(bytes, at, here.term(value)), List.of());
      }
      case Statement.Atomic(
              Local old,
              var operator,
              int bytes,
              Expression address,
              var operand) -> {
        Expression at = here.term(address);
        Expression value = here.term(operand);
        List<Local> answer = ask(here, List.of("load", bytes, number(at)), old);
        event(here, new Statement.Atomic(answer.getFirst(), operator, bytes, at, value), answer);
        assign(here, old, answer.getFirst());
      }
      case Statement.LoadReserved(Local into, int bytes, Expression address) -> {
        Expression at = here.term(address);
        List<Local> answer = ask(here, List.of("load", bytes, number(at)), into);
        event(here, new Statement.LoadReserved(answer.getFirst(), bytes, at), answer);
        assign(here, into, answer.getFirst());
      }
      case Statement.StoreConditional(Local failed, int bytes, Expression address, var value) -> {
        Expression at = here.term(address);
        Expression stored = here.term(value);
        List<Local> answer = ask(here, List.of("conditional", bytes, number(at)), failed);
        event(here, new Statement.StoreConditional(answer.getFirst(), bytes, at, stored), answer);
        assign(here, failed, answer.getFirst());
      }
      case Statement.FloatingPoint operation -> compute(operation, here);
      case Statement.ReadPhysical(Local into, Local accepted, Expression address) -> {
        Expression at = here.term(address);
        List<Local> answer = ask(here, List.of("physical", number(at)), into, accepted);
        event(here, new Statement.ReadPhysical(answer.get(0), answer.get(1), at), answer);
        assign(here, accepted, answer.get(1));
        // What is not there reads as zero.
        here.assign(
            into,
            terms.select(
                reference(answer.get(1)), reference(answer.get(0)), terms.constant(0, 64)));
      }
      case Statement.HasPhysical(Local present, Expression address) -> {
        Expression at = here.term(address);
        List<Local> answer = ask(here, List.of("present", number(at)), present);
        event(here, new Statement.HasPhysical(answer.getFirst(), at), answer);
        assign(here, present, answer.getFirst());
      }
      case Statement.ReplacePhysical(
              Local replaced,
              Expression address,
              var expected,
              var value) -> {
        Expression at = here.term(address);
        Expression old = here.term(expected);
        Expression next = here.term(value);
        List<Local> answer =
            ask(here, List.of("replace", number(at), number(old), number(next)), replaced);
        event(here, new Statement.ReplacePhysical(answer.getFirst(), at, old, next), answer);
        assign(here, replaced, answer.getFirst());
      }
      case Statement.WritePhysical(Expression address, Expression value) -> {
        Expression at = here.term(address);
        event(here, new Statement.WritePhysical(at, here.term(value)), List.of());
      }
      case Statement.Cause(var effect, List<Expression> arguments) ->
          event(here, new Statement.Cause(effect, here.terms(arguments)), List.of());
      default -> throw new IllegalArgumentException("no request: " + statement);
    }
  }

  /** Pure: equal operands give equal results, however often it is asked. */
  private void compute(Statement.FloatingPoint operation, Here here) {
    Expression rounding = here.term(operation.roundingMode());
    List<Expression> arguments = here.terms(operation.arguments());
    List<Object> request = new ArrayList<>(List.of(operation.operation(), number(rounding)));
    arguments.forEach(argument -> request.add(number(argument)));
    Local flags = new Local("flags", 5);
    List<Local> answers = terms.symbols(request, List.of(operation.result(), flags));
    StateVariable accrued = operation.flags().variable();
    event(
        here,
        new Statement.FloatingPoint(
            answers.getFirst(), operation.operation(), rounding, arguments, operation.flags()),
        answers);
    assign(here, operation.result(), answers.getFirst());
    Expression all = terms.or(here.state().get(accrued), reference(answers.get(1)));
    here.become(here.state().with(accrued, all));
  }

  /** A routine that is not looked into: a function of its arguments and of all that it may read. */
  Expression opaque(
      Routine routine, List<Expression> arguments, boolean dependsOnState, Here here) {
    Set<StateVariable> set = new LinkedHashSet<>();
    Set<StateVariable> used = new LinkedHashSet<>();
    Reach.of(routine).forEach((variable, isSet) -> (isSet ? set : used).add(variable));
    List<Object> request = new ArrayList<>(List.of(routine));
    if (dependsOnState) {
      arguments.forEach(argument -> request.add(number(argument)));
      used.forEach(variable -> request.add(number(here.state().get(variable))));
      set.forEach(variable -> request.add(number(here.state().get(variable))));
    }
    List<Local> named = new ArrayList<>();
    int width = Math.max(1, routine.resultWidth());
    named.add(new Local(routine.name(), width));
    set.forEach(v -> named.add(new Local(routine.name() + "." + v.name(), v.width())));
    List<Local> answers = ask(here, request, named.toArray(Local[]::new));
    Statement asked =
        routine.resultWidth() == 0
            ? new Statement.Perform(routine, arguments)
            : new Statement.Let(answers.getFirst(), new Expression.Call(routine, arguments));
    event(here, asked, answers);
    int next = 1;
    for (StateVariable variable : set) {
      here.become(here.state().with(variable, reference(answers.get(next++))));
    }
    return reference(answers.getFirst());
  }

  private List<Local> ask(Here here, List<Object> request, Local... answers) {
    int before = here.state().requests(request);
    here.become(here.state().asking(request));
    List<Object> numbered = new ArrayList<>(request);
    numbered.add(before);
    numbered.add(here.state().requests(WRITES));
    return terms.symbols(numbered, List.of(answers));
  }

  private void event(Here here, Statement request, List<Local> answers) {
    if (mayWrite(request)) {
      here.become(here.state().asking(WRITES));
    }
    events.add(new Event(here.guard(), request, answers, here.state().withLocals(Map.of())));
  }

  private static boolean mayWrite(Statement request) {
    return switch (request) {
      case Statement.Store _,
          Statement.GuestStore _,
          Statement.Atomic _,
          Statement.StoreConditional _,
          Statement.ReplacePhysical _,
          Statement.WritePhysical _,
          Statement.Perform _ ->
          true;
      default -> false;
    };
  }

  private void assign(Here here, Local local, Local symbol) {
    here.assign(local, reference(symbol));
  }

  private Expression reference(Local symbol) {
    return terms.leaf(new Reference(symbol));
  }

  private int number(Expression term) {
    return terms.number(term);
  }
}

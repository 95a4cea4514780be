package trapeze.isa.symbolic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64State;

/** One execution: statements on states, and the events on the way. */
final class Run {
  private final Terms terms;
  private final Assumptions assumptions;
  private final Map<Integer, Csr> csrs;
  private final Requests requests;

  Run(Map<Integer, Csr> csrs, Terms terms, Assumptions assumptions) {
    this.terms = terms;
    this.assumptions = assumptions;
    this.requests = new Requests(terms);
    this.csrs = csrs;
  }

  List<Event> events() {
    return requests.events();
  }

  /** Carries out statements in order, entered under an absolute condition. */
  Flow run(List<Statement> body, SymbolicState start, Expression guard, Frame frame) {
    Flow all = Flow.on(terms, start);
    for (Statement statement : body) {
      Exit from = all.next();
      if (from == null) {
        break;
      }
      all = all.then(terms, step(statement, from.state(), terms.and(guard, from.guard()), frame));
    }
    return all;
  }

  private Flow step(Statement statement, SymbolicState state, Expression guard, Frame frame) {
    Here here = new Here(this, terms, assumptions, state, guard, frame);
    Flow flow = act(statement, here);
    return here.raised() == null
        ? flow
        : new Flow(new Exit(here.alive(), here.state(), List.of()), null, here.raised())
            .then(terms, flow);
  }

  private Flow act(Statement statement, Here here) {
    switch (statement) {
      case Statement.Let(Local local, Expression value) -> here.assign(local, here.term(value));
      case Statement.SetX(Operand register, Expression value) -> {
        Expression term = here.term(value);
        here.become(here.state().withX(register, term));
      }
      case Statement.SetF(Operand register, Expression value) -> {
        Expression term = here.term(value);
        here.become(here.state().withF(register, term));
      }
      case Statement.Set(Field field, Expression value) -> {
        Expression term = here.term(value);
        Expression whole = here.state().get(field.variable());
        here.become(here.state().with(field.variable(), terms.insert(whole, field, term)));
      }
      case Statement.SetPc(Expression target) -> {
        Expression term = here.term(target);
        here.become(here.state().withPc(term));
      }
      case Statement.If(Expression condition, List<Statement> then, List<Statement> otherwise) -> {
        return branch(here.term(condition), then, otherwise, here);
      }
      case Statement.Raise(Expression cause, Expression value) -> {
        Expression code = here.term(cause);
        Expression trapValue = here.term(value);
        return Flow.raising(terms, here.state(), code, trapValue);
      }
      case Statement.Return(Expression value) -> {
        Expression result = here.term(value);
        return Flow.returning(terms, here.state(), result);
      }
      case Statement.Perform(Routine routine, List<Expression> arguments) ->
          here.call(routine, here.terms(arguments));
      case Statement.CheckCsr(Expression address, Expression writes) -> {
        return checkCsr(here.term(address), here.term(writes), here);
      }
      case Statement.ReadCsr(Local into, Expression address, boolean toModify) -> {
        Csr csr = csr(here.term(address));
        here.assign(into, here.term(reading(csr, toModify ? Csr::readToModify : Csr::read)));
      }
      case Statement.WriteCsr(Expression address, Expression value) -> {
        Csr csr = csr(here.term(address));
        if (csr.substitute().isPresent()) {
          return branch(
              here.state().get(Rv64State.VIRTUAL),
              List.of(new Statement.Perform(csr.substitute().get().write(), List.of(value))),
              List.of(new Statement.Perform(csr.write(), List.of(value))),
              here);
        }
        here.call(csr.write(), List.of(here.term(value)));
      }
      case Statement.Load _,
          Statement.Store _,
          Statement.GuestLoad _,
          Statement.GuestStore _,
          Statement.Atomic _,
          Statement.LoadReserved _,
          Statement.StoreConditional _,
          Statement.FloatingPoint _,
          Statement.ReadPhysical _,
          Statement.HasPhysical _,
          Statement.ReplacePhysical _,
          Statement.WritePhysical _,
          Statement.Cause _ ->
          requests.ask(statement, here);
    }
    return Flow.on(terms, here.state());
  }

  private Flow branch(
      Expression condition, List<Statement> then, List<Statement> otherwise, Here here) {
    Expression holds = terms.and(here.guard(), condition);
    Expression fails = terms.and(here.guard(), terms.not(condition));
    if (Terms.is(fails, 0)) {
      return run(then, here.state(), here.guard(), here.frame());
    }
    if (Terms.is(holds, 0)) {
      return run(otherwise, here.state(), here.guard(), here.frame());
    }
    Flow ifSet = run(then, here.state(), holds, here.frame());
    Flow ifClear = run(otherwise, here.state(), fails, here.frame());
    return ifSet.orElse(terms, condition, ifClear);
  }

  /** What is read in place of a register: while V is set, it may be another one. */
  private static Expression reading(Csr csr, Function<Csr, Routine> which) {
    Expression usual = Build.call(which.apply(csr));
    return csr.substitute()
        .map(
            other ->
                Build.select(
                    Rv64State.VIRTUAL.whole().get(), Build.call(which.apply(other)), usual))
        .orElse(usual);
  }

  /** Whether an access is permitted (priv:csrs), as the evaluator asks it. */
  private Flow checkCsr(Expression address, Expression writes, Here here) {
    Csr csr = csrs.get(number(address));
    if (csr == null) {
      return raising(ExceptionCause.ILLEGAL_INSTRUCTION, here);
    }
    Expression virtual = here.state().get(Rv64State.VIRTUAL);
    Expression least = terms.constant(csr.leastMode().code(), 2);
    Expression below =
        terms.compare(Comparison.LESS_UNSIGNED, here.state().get(Rv64State.MODE), least);
    Expression existsInGuest = terms.bit(csr.leastMode() != PrivilegeMode.M);
    Expression illegal =
        terms.or(
            terms.and(below, terms.not(terms.and(virtual, existsInGuest))),
            terms.or(terms.and(writes, terms.bit(csr.readOnly())), holds(csr.illegalWhen(), here)));
    Expression refused =
        terms.and(
            virtual,
            terms.or(
                terms.or(terms.bit(csr.isOfHypervisor()), below),
                holds(csr.refusedToGuestWhen(), here)));
    Flow rest =
        unless(
            refused,
            ExceptionCause.VIRTUAL_INSTRUCTION,
            terms.not(illegal),
            Flow.on(terms, here.state()),
            here);
    return unless(illegal, ExceptionCause.ILLEGAL_INSTRUCTION, terms.bit(true), rest, here);
  }

  private Expression holds(Optional<Expression> condition, Here here) {
    if (condition.isEmpty()) {
      return terms.bit(false);
    }
    Frame frame = Frame.of(terms.constant(0, 64), false);
    return new Here(this, terms, assumptions, here.state(), here.guard(), frame)
        .term(condition.get());
  }

  private Flow raising(ExceptionCause cause, Here here) {
    return Flow.raising(
        terms,
        here.state(),
        terms.constant(cause.code(), 6),
        assumptions.of(new Expression.InstructionBits(), terms));
  }

  /** Goes on with the rest unless a condition holds; {@code given} is known to hold here. */
  private Flow unless(
      Expression condition, ExceptionCause cause, Expression given, Flow rest, Here here) {
    if (Terms.is(terms.and(terms.and(here.guard(), given), condition), 0)) {
      return rest;
    }
    Flow raising = raising(cause, here);
    return Terms.is(condition, 1) ? raising : raising.orElse(terms, condition, rest);
  }

  private Csr csr(Expression address) {
    Csr csr = csrs.get(number(address));
    if (csr == null) {
      throw new IllegalStateException("CSR %x is used unchecked".formatted(number(address)));
    }
    return csr;
  }

  private static int number(Expression address) {
    if (address instanceof Expression.Constant constant) {
      return (int) constant.value();
    }
    throw new IllegalArgumentException("the address of the CSR must be known, not " + address);
  }

  /** Calls a routine that is not looked into. */
  Expression opaque(Routine routine, List<Expression> arguments, Here here) {
    return requests.opaque(routine, arguments, assumptions.dependsOnState(routine), here);
  }
}

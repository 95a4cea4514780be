package trapeze.isa.symbolic;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;

/** A hart's state as terms over the state before. Immutable; a change makes a copy. */
public final class SymbolicState {
  private final Terms terms;
  private final Assumptions assumptions;
  private final Map<StateVariable, Expression> variables;
  private final Map<Local, Expression> locals;
  private final Registers x;
  private final Registers f;

  /** How often each request has been made so far. */
  private final Map<List<Object>, Integer> requests;

  private final Expression pc;
  private final Expression jumped;

  private SymbolicState(
      Terms terms,
      Assumptions assumptions,
      Map<StateVariable, Expression> variables,
      Map<Local, Expression> locals,
      Registers x,
      Registers f,
      Map<List<Object>, Integer> requests,
      Expression pc,
      Expression jumped) {
    this.terms = terms;
    this.assumptions = assumptions;
    this.variables = variables;
    this.locals = locals;
    this.x = x;
    this.f = f;
    this.requests = requests;
    this.pc = pc;
    this.jumped = jumped;
  }

  static SymbolicState initial(Terms terms, Assumptions assumptions) {
    return new SymbolicState(
        terms,
        assumptions,
        Map.of(),
        Map.of(),
        Registers.integer(terms, assumptions),
        Registers.floatingPoint(terms, assumptions),
        Map.of(),
        assumptions.of(new Expression.Pc(), terms),
        terms.bit(false));
  }

  /** A variable's value. */
  public Expression get(StateVariable variable) {
    Expression changed = variables.get(variable);
    return changed != null ? changed : assumptions.of(new Expression.Get(variable), terms);
  }

  /** A field's value. */
  public Expression get(Field field) {
    return terms.extract(get(field.variable()), field.high(), field.low());
  }

  /** The variables that have been assigned, whether or not to another value. */
  public Set<StateVariable> assigned() {
    return variables.keySet();
  }

  /** The integer registers that have been assigned. */
  public Collection<RegisterWrite> x() {
    return x.writes();
  }

  /** The floating-point registers that have been assigned. */
  public Collection<RegisterWrite> f() {
    return f.writes();
  }

  /** The value of the integer register that an operand names. */
  public Expression x(Operand register) {
    return x.get(register);
  }

  /** The value of the floating-point register that an operand names. */
  public Expression f(Operand register) {
    return f.get(register);
  }

  /** Where a definition has said to go on; before that, the address of the instruction. */
  public Expression pc() {
    return pc;
  }

  /** Whether a definition has said where to go on; one bit. */
  public Expression jumped() {
    return jumped;
  }

  Map<Local, Expression> locals() {
    return locals;
  }

  int requests(List<Object> request) {
    return requests.getOrDefault(request, 0);
  }

  SymbolicState with(StateVariable variable, Expression value) {
    return new SymbolicState(
        terms, assumptions, put(variables, variable, value), locals, x, f, requests, pc, jumped);
  }

  SymbolicState with(Local local, Expression value) {
    return withLocals(put(locals, local, value));
  }

  SymbolicState withLocals(Map<Local, Expression> others) {
    return new SymbolicState(terms, assumptions, variables, others, x, f, requests, pc, jumped);
  }

  SymbolicState withX(Operand register, Expression value) {
    return new SymbolicState(
        terms, assumptions, variables, locals, x.set(register, value), f, requests, pc, jumped);
  }

  SymbolicState withF(Operand register, Expression value) {
    return new SymbolicState(
        terms, assumptions, variables, locals, x, f.set(register, value), requests, pc, jumped);
  }

  SymbolicState withPc(Expression target) {
    return new SymbolicState(
        terms, assumptions, variables, locals, x, f, requests, target, terms.bit(true));
  }

  SymbolicState asking(List<Object> request) {
    Map<List<Object>, Integer> more = put(requests, request, requests(request) + 1);
    return new SymbolicState(terms, assumptions, variables, locals, x, f, more, pc, jumped);
  }

  /** This state if the condition is set, else the other one. */
  SymbolicState orElse(Expression condition, SymbolicState other) {
    if (this == other) {
      return this;
    }
    Map<StateVariable, Expression> mergedVariables = new LinkedHashMap<>();
    variables.keySet().forEach(v -> mergedVariables.put(v, chosen(condition, other, v)));
    other.variables.keySet().forEach(v -> mergedVariables.put(v, chosen(condition, other, v)));
    Map<Local, Expression> mergedLocals = new LinkedHashMap<>();
    locals.forEach(
        (local, value) -> {
          @Nullable Expression theirs = other.locals.get(local);
          if (theirs != null) {
            mergedLocals.put(local, terms.select(condition, value, theirs));
          }
        });
    Map<List<Object>, Integer> mergedRequests = new LinkedHashMap<>(requests);
    other.requests.forEach((key, count) -> mergedRequests.merge(key, count, Math::max));
    return new SymbolicState(
        terms,
        assumptions,
        mergedVariables,
        mergedLocals,
        x.orElse(condition, other.x),
        f.orElse(condition, other.f),
        mergedRequests,
        terms.select(condition, pc, other.pc),
        terms.select(condition, jumped, other.jumped));
  }

  private Expression chosen(Expression condition, SymbolicState other, StateVariable variable) {
    return terms.select(condition, get(variable), other.get(variable));
  }

  private static <K, V> Map<K, V> put(Map<K, V> map, K key, V value) {
    Map<K, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }
}

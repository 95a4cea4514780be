package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.RegisterWrite;
import trapeze.isa.symbolic.SymbolicState;

/** What one definition does on one machine, as terms of that machine. */
final class Step {
  private final Context context;
  private final Leaves leaves;
  private final BitVectors terms;
  private final Outcome outcome;

  Step(Solving solving, Outcome outcome, Leaves leaves) {
    this.context = solving.context();
    this.leaves = leaves;
    this.outcome = outcome;
    this.terms = new BitVectors(context, solving.operations(), leaves);
  }

  Outcome outcome() {
    return outcome;
  }

  BoolExpr raises() {
    return terms.holds(outcome.raises());
  }

  BitVecExpr cause() {
    return terms.of(outcome.cause());
  }

  BitVecExpr trapValue() {
    return terms.of(outcome.trapValue());
  }

  BitVecExpr pc() {
    return terms.of(outcome.pc());
  }

  List<Event> events() {
    return outcome.events();
  }

  BoolExpr happens(Event event) {
    return terms.holds(event.guard());
  }

  /** Any term of the outcome. */
  BitVecExpr of(Expression expression) {
    return terms.of(expression);
  }

  /** A one-bit term of the outcome. */
  BoolExpr holds(Expression expression) {
    return terms.holds(expression);
  }

  /** A variable behind the step. */
  BitVecExpr variable(StateVariable variable) {
    return terms.of(outcome.state().get(variable));
  }

  /** A variable before it. */
  BitVecExpr before(StateVariable variable) {
    return leaves.of(new Expression.Get(variable));
  }

  /** The integer registers that may have been assigned. */
  Collection<RegisterWrite> x() {
    return outcome.state().x();
  }

  /** The floating-point registers that may have been assigned. */
  Collection<RegisterWrite> f() {
    return outcome.state().f();
  }

  BitVecExpr beforeX(Operand register) {
    return leaves.of(new Expression.ReadX(register));
  }

  BitVecExpr beforeF(Operand register) {
    return leaves.of(new Expression.ReadF(register));
  }

  /** The integer register that an operand names, behind the step. */
  BitVecExpr afterX(Operand register) {
    return after(outcome.state().x(), register, beforeX(register));
  }

  /** The floating-point register that an operand names, behind the step. */
  BitVecExpr afterF(Operand register) {
    return after(outcome.state().f(), register, beforeF(register));
  }

  private BitVecExpr after(Collection<RegisterWrite> writes, Operand register, BitVecExpr before) {
    Optional<RegisterWrite> found =
        writes.stream().filter(write -> write.register() == register).findFirst();
    return found
        .map(
            write ->
                (BitVecExpr)
                    context.mkITE(terms.holds(write.guard()), terms.of(write.value()), before))
        .orElse(before);
  }

  /** Variables that a state may differ in from the state before. */
  static List<StateVariable> assigned(SymbolicState state) {
    return state.assigned().stream()
        .filter(variable -> variable.kind() == StateVariable.Kind.ARCHITECTURAL)
        .toList();
  }
}

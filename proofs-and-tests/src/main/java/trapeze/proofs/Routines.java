package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import java.util.HashMap;
import java.util.Map;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;

/** The routines of a set that only compute, as functions on terms. */
final class Routines {
  private final InstructionSet set;
  private final Solving solving;
  private final SymbolicExecution execution;
  private final Map<Routine, Outcome> outcomes = new HashMap<>();

  Routines(InstructionSet set, Solving solving) {
    this.set = set;
    this.solving = solving;
    this.execution = new SymbolicExecution(set);
  }

  /** The result of a routine in a state. */
  BitVecExpr call(String name, Leaves state, BitVecExpr... arguments) {
    return call(set.routine(name), state, arguments);
  }

  /** The same for one that the set does not name. */
  BitVecExpr call(Routine routine, Leaves state, BitVecExpr... arguments) {
    Outcome outcome =
        outcomes.computeIfAbsent(routine, r -> execution.call(r, Diagram.withoutHypervisor()));
    Leaves leaves =
        leaf -> {
          if (leaf instanceof Expression.Reference(Local local)) {
            int place = routine.parameters().indexOf(local);
            if (place >= 0) {
              return arguments[place];
            }
          }
          return state.of(leaf);
        };
    return new BitVectors(solving.context(), solving.operations(), leaves)
        .of(outcome.result().getFirst());
  }
}

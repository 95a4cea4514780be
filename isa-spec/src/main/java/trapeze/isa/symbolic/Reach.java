package trapeze.isa.symbolic;

import java.util.LinkedHashMap;
import java.util.Map;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/** The variables that a routine may read or set, with all that it calls. */
final class Reach {
  private Reach() {}

  /** Every variable that it touches, and whether it may set it. */
  static Map<StateVariable, Boolean> of(Routine routine) {
    Map<StateVariable, Boolean> found = new LinkedHashMap<>();
    gather(routine, found, new LinkedHashMap<>());
    return found;
  }

  private static void gather(
      Routine routine, Map<StateVariable, Boolean> found, Map<Routine, Boolean> seen) {
    if (seen.putIfAbsent(routine, true) != null) {
      return;
    }
    Traversal.statements(routine.body())
        .forEach(
            statement -> {
              if (statement instanceof Statement.Set set) {
                found.put(set.field().variable(), true);
              } else if (statement instanceof Statement.FloatingPoint operation) {
                found.put(operation.flags().variable(), true);
              }
            });
    Traversal.expressions(routine.body())
        .forEach(
            expression -> {
              if (expression instanceof Expression.Get(StateVariable variable)) {
                found.putIfAbsent(variable, false);
              }
            });
    Traversal.calls(routine.body()).forEach(called -> gather(called, found, seen));
  }
}

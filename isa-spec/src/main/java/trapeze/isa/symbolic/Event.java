package trapeze.isa.symbolic;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * Something that a definition asks of its surroundings, or has computed where terms do not reach.
 *
 * @param guard under which condition it happens, given that no earlier event trapped; one bit
 * @param request the statement, with terms for operands; the locals that it assigns are symbols:
 *     the same ones for the same request with equal operands, asked equally often before on the way
 * @param answers those symbols; of a floating-point operation its result and the five flags that it
 *     raises
 * @param before the state at that moment: what stays if the event traps
 */
public record Event(
    Expression guard, Statement request, List<Local> answers, SymbolicState before) {
  public Event {
    answers = List.copyOf(answers);
  }

  /** Whether the surroundings may refuse it with an exception of their own. */
  public boolean mayTrap() {
    return switch (request) {
      case Statement.Load _,
          Statement.Store _,
          Statement.GuestLoad _,
          Statement.GuestStore _,
          Statement.Atomic _,
          Statement.LoadReserved _,
          Statement.StoreConditional _ ->
          true;
      default -> false;
    };
  }
}

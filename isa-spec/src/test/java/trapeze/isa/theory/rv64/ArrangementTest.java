package trapeze.isa.theory.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.isa.symbolic.Terms;

/** What the verdicts on guests in U-mode are conditioned on is what the monitor arranges. */
class ArrangementTest {
  private final SymbolicExecution execution = new SymbolicExecution(Rv64.SET);

  @Test
  void theRealHartHoldsWhatTheConditionsSay() {
    for (Condition condition : Frames.USER.conditions()) {
      for (Condition.Held held : condition.held()) {
        Field field = held.field();
        long real =
            Deprivileging.CONFIGURATION.stream()
                .filter(fixed -> fixed.variable() == field.variable())
                .mapToLong(Deprivileging.Fixed::value)
                .findFirst()
                .orElse(0);
        assertThat((real & field.mask()) >>> field.low())
            .as(condition.text())
            .isEqualTo(held.value());
      }
    }
  }

  @Test
  void theUnitOfTheGuestIsCarriedAndNothingElseOfItsStatus() {
    Routine projected = Deprivileging.PROJECTED_STATUS;
    Outcome outcome =
        execution.call(projected, Assumptions.none().with(Rv64State.HAS_HYPERVISOR, 0));
    Terms terms = execution.terms();
    Expression real = terms.leaf(new Expression.Reference(projected.parameters().getFirst()));
    Expression status = outcome.result().getFirst();
    assertThat(terms.changes(real, status)).isEqualTo(Rv64State.FS.mask());
    assertThat(terms.extract(status, Rv64State.FS.high(), Rv64State.FS.low()))
        .isSameAs(outcome.before().get(Rv64State.FS));
  }
}

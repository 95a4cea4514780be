package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** Law 3: every innocuous instruction is executed by the real hart without the monitor. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class EfficiencyLaw {

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("the real hart's traps are those that the bare run predicts, term by term")
  void efficiency(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.efficiency(program, policy, slice, HartFactory.REAL, Parts.USUAL)).isEmpty();
  }
}

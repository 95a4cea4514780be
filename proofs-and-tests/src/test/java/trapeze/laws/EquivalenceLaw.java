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

/** Law 1: a guest that fences as the manual asks cannot tell that it is not on a bare machine. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class EquivalenceLaw {

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("bare and virtual agree at every trap that the guest sees, and at its end")
  void equivalence(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.equivalence(program, policy, slice, HartFactory.REAL, Parts.USUAL)).isEmpty();
  }
}

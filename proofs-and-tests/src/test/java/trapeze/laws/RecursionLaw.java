package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import trapeze.shadow.Policy;

/** Law 4: a virtual machine is a machine, on which a monitor can be resident. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class RecursionLaw {

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("a guest of a monitor that is itself a guest agrees with the bare machine, at its price")
  void recursion(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 2, max = 3) int depth,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.recursion(program, policy, depth, slice)).isEmpty();
  }
}

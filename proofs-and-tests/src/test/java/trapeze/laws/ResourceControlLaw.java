package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** Law 2: whatever a guest executes, it has what it was given and nothing else. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class ResourceControlLaw {

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("two guests touch their own frames only, keep their slices, and are as if alone")
  void resourceControl(
      @ForAll Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(
            List.of(one, other), true, policy, slice, HartFactory.REAL, Parts.USUAL);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("guests that overwrite their tables and their code, and never fence, touch no more")
  void resourceControlOfHostileGuests(
      @ForAll("hostile") Program one,
      @ForAll("hostile") Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(
            List.of(one, other), false, policy, slice, HartFactory.REAL, Parts.USUAL);
    assertThat(against).isEmpty();
  }

  @Provide
  Arbitrary<Program> hostile() {
    return Guests.drawn(Programs.HOSTILE);
  }
}

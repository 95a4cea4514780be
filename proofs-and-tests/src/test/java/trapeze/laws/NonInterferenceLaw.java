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
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** Law 2, seen from inside: no guest can tell who else is there. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class NonInterferenceLaw {

  /**
   * A real hart that remembers no instruction. One that does may show a guest that has changed its
   * code, and has not fenced it, that somebody else has.
   */
  private static final HartFactory FORGETFUL =
      (state, bus, clock) -> {
        Hart hart = new Hart(state, bus, clock);
        hart.observe((address, bytes, kind, walk) -> {});
        return hart;
      };

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("another program, memory and input beside a guest change nothing in its run")
  void nonInterference(
      @ForAll Program watched,
      @ForAll("hostile") Program one,
      @ForAll("hostile") Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.nonInterference(
            watched, List.of(one, other), policy, slice, HartFactory.REAL, Parts.USUAL);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("nor in that of one which does not fence its tables: what is stale is its own doing")
  void nonInterferenceWithStaleTables(
      @ForAll("hostile") Program watched,
      @ForAll("hostile") Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.nonInterference(watched, List.of(one, other), policy, slice, FORGETFUL, Parts.USUAL);
    assertThat(against).isEmpty();
  }

  @Provide
  Arbitrary<Program> hostile() {
    return Guests.drawn(Programs.HOSTILE);
  }
}

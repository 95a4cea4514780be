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
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** The same for guests in the real VS and VU over shadow tables. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class HardwareShadowLaw {
  private static final Parts HARDWARE = HardwareLaw.of(Designs.HARDWARE_SHADOW);

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: bare and hardware-assisted agree at every trap that the guest sees, and at its end")
  void equivalence(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.equivalence(program, policy, slice, HartFactory.REAL, HARDWARE)).isEmpty();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: two guests touch their own frames only, walks included, and are as if alone")
  void resourceControl(
      @ForAll Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(List.of(one, other), true, policy, slice, HartFactory.REAL, HARDWARE);
    assertThat(against).isEmpty();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: guests that overwrite their tables and their code, and never fence, touch no more")
  void resourceControlOfHostileGuests(
      @ForAll("hostile") Program one,
      @ForAll("hostile") Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(List.of(one, other), false, policy, slice, HartFactory.REAL, HARDWARE);
    assertThat(against).isEmpty();
  }

  @Provide
  Arbitrary<Program> hostile() {
    return Guests.drawn(Programs.HOSTILE);
  }
}

package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/**
 * The laws for guests of which S and U are the real VS and VU. The real hart walks their tables by
 * itself, so what may be stale is in its caches and none of the monitor's choice.
 */
class HardwareLaw extends PredictedLaws {
  HardwareLaw() {
    super(Designs.HARDWARE);
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: where the hart caches nothing, guests that do not fence are exactly as if bare")
  void noChoices(
      @ForAll("any") Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.withoutChoices(program, policy, slice, parts)).isEmpty();
  }
}

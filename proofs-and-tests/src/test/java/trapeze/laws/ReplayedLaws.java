package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import trapeze.monitor.design.Design;
import trapeze.shadow.Policy;

/**
 * The laws of a design whose choices, where the manual leaves one, can be seen in the real page
 * tables and in what the real hart executes.
 */
abstract class ReplayedLaws extends PredictedLaws {
  ReplayedLaws(Design design) {
    super(design);
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: what a guest sees that does not fence is permitted, and else the evaluator's")
  void replay(
      @ForAll("any") Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.replay(program, policy, slice, parts)).isEmpty();
  }
}

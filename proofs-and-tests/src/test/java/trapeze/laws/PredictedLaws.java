package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.design.Design;
import trapeze.shadow.Policy;

/**
 * The laws of a design of which a model says what its real tables should hold, and what it should
 * cost.
 */
abstract class PredictedLaws extends DesignLaws {
  PredictedLaws(Design design) {
    super(design);
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: each real leaf is what the guest's tables and its place say, or did until it fenced")
  void realTables(
      @ForAll("any") Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.realTables(program, policy, slice, parts)).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("3: the real hart's traps are those that the bare run predicts, term by term")
  void efficiency(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.efficiency(program, policy, slice, HartFactory.REAL, parts)).isEmpty();
  }
}

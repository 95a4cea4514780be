package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** Where two runs part is found to the step. */
class LockstepTest {
  private static final Program PROGRAM =
      new Program(
          List.of(
              new Chunk(
                  "seven",
                  new Code()
                      .load(5, 3)
                      .immediate("addi", 5, 5, 4)
                      .csr("csrrw", 0, 0x340, 5)
                      .words())),
          List.of(),
          Map.of(),
          List.of(0L));

  @Example
  @Label("the first step that differs is named, with the field")
  void firstDifference() {
    Altered wrong =
        new Altered() {
          @Override
          public long execute(Hart hart, long packed, long pc) {
            long next = super.execute(hart, packed, pc);
            hart.state.x[6] += name(packed).equals("csrrw") ? 1 : 0;
            return next;
          }
        };
    Engine engine = wrong.engine();
    Parts parts =
        new Parts() {
          @Override
          public Engine engine() {
            return engine;
          }
        };
    assertThat(Lockstep.firstDifference(PROGRAM, Policy.CACHED, HartFactory.REAL, parts))
        .startsWith("step 4, csrrw at 80001")
        .contains("x6");
  }

  @Example
  @Label("runs that agree part nowhere")
  void none() {
    assertThat(Lockstep.firstDifference(PROGRAM, Policy.FLUSH, HartFactory.REAL, Parts.USUAL))
        .isEmpty();
  }
}

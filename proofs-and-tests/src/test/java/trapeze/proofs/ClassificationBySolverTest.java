package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.rv64.Frame;
import trapeze.isa.theory.rv64.Frames;
import trapeze.isa.theory.rv64.Instance;
import trapeze.isa.theory.rv64.Rv64Classifier;
import trapeze.isa.theory.rv64.Rv64Variants;

/**
 * The verdicts on RV64's instructions that the solver finds, over all legal states, are those that
 * the definitions are read to have.
 */
class ClassificationBySolverTest {
  private static final int SOME = 67;

  private static void agree(InstructionSet set, Frame frame, List<Instance> instances) {
    Rv64Classifier reader = new Rv64Classifier(set, frame);
    Rv64BySolver solver = new Rv64BySolver(set, frame);
    for (Instance instance : instances) {
      assertThat(solver.properties(instance))
          .as("%s, guests in %s", instance, frame.name())
          .isEqualTo(reader.verdict(instance).properties());
    }
  }

  @Test
  @DisplayName("RV64, one instance of many, for both ways to run guests")
  void someInstances() {
    for (Frame frame : Frames.ALL) {
      List<Instance> all = Instance.all(Rv64.SET);
      agree(
          Rv64.SET,
          frame,
          IntStream.range(0, all.size()).filter(i -> i % SOME == 0).mapToObj(all::get).toList());
    }
  }

  @Test
  @DisplayName("what breaks RV64's variants is found by the solver too")
  void variants() {
    InstructionSet open = Rv64Variants.of("rv64-status-open").set();
    Instance reading =
        Instance.all(open).stream()
            .filter(each -> each.text().equals("csrrs x5, mstatus.open, x0"))
            .findFirst()
            .orElseThrow();
    assertThat(new Rv64BySolver(open, Frames.USER).properties(reading))
        .contains(Property.LOCATION_SENSITIVE)
        .doesNotContain(Property.PRIVILEGED);
    InstructionSet waiting = Rv64Variants.of("rv64-wfi-nop").set();
    agree(
        waiting,
        Frames.USER,
        Instance.all(waiting).stream().filter(each -> each.text().equals("wfi")).toList());
  }

  @Test
  @Tag("solver")
  @DisplayName("RV64, every instance, for both ways to run guests")
  void everyInstance() {
    for (Frame frame : Frames.ALL) {
      agree(Rv64.SET, frame, Instance.all(Rv64.SET));
    }
  }
}

package trapeze.monitor.pg74.homomorphism;

import java.util.List;
import trapeze.isa.pg74.ThirdGeneration;

/** A state from which the two ways round the diagram do not meet. */
public final class Counterexample {
  private final ThirdGeneration machine;
  private final Diagram diagram;

  Counterexample(ThirdGeneration machine, Diagram diagram) {
    this.machine = machine;
    this.diagram = diagram;
  }

  /** Where they part. */
  public List<Difference> differences() {
    return Comparison.of(diagram);
  }

  /** It told: the two machines side by side until they part, a line each. */
  public List<String> story() {
    return new Story(machine, diagram).lines();
  }
}

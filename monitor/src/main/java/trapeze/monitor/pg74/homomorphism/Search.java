package trapeze.monitor.pg74.homomorphism;

import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.Visit;
import trapeze.monitor.pg74.Method;

/** One action in every state; remembers the least state in which the two ways do not meet. */
final class Search {
  private final ThirdGeneration machine;
  private final Sizes sizes;
  private final Method method;
  private final Action action;
  private @Nullable ConcreteStart least;
  private long failures;

  Search(ThirdGeneration machine, Sizes sizes, Method method, Action action) {
    this.machine = machine;
    this.sizes = sizes;
    this.method = method;
    this.action = action;
  }

  /** Visits all states. */
  Coverage run() {
    return Visit.all(
        ChosenStart.bits(machine.registers(), sizes),
        choices -> {
          ChosenStart start = new ChosenStart(machine.registers(), sizes, choices);
          if (!Comparison.of(diagram(start)).isEmpty()) {
            failures++;
            ConcreteStart found = start.concrete();
            if (least == null || ConcreteStart.SIZE.compare(found, least) < 0) {
              least = found;
            }
          }
        });
  }

  /** Runs in which the two ways did not meet. */
  long failures() {
    return failures;
  }

  /** The diagram from the least state in which they do not. */
  @Nullable Diagram counterexample() {
    return least == null ? null : diagram(least);
  }

  private Diagram diagram(Start start) {
    return new Diagram(machine, sizes, method, start, action);
  }
}

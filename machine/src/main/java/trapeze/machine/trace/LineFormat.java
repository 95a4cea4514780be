package trapeze.machine.trace;

/** How a step is written down. Implementations keep nothing between steps. */
@FunctionalInterface
public interface LineFormat {
  /** Appends the lines of a step, each with its line feed. */
  void append(Step step, StringBuilder to);
}

package trapeze.console.litmus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A litmus test: a few short threads over shared memory, and a question about how they can end.
 *
 * @param name unique in a set of tests
 * @param title what stands behind the name in quotation marks; may be empty
 * @param locations shared memory, by name
 * @param threads what each hart executes
 * @param filter which final states are looked at
 * @param quantifier what is asked about them
 * @param condition the question
 * @param observables what of a final state is shown, in the order of their names
 */
public record LitmusTest(
    String name,
    String title,
    Map<String, Location> locations,
    List<Program> threads,
    Condition filter,
    Quantifier quantifier,
    Condition condition,
    List<Observable> observables) {

  /** What is asked about the final states. */
  public enum Quantifier {
    EXISTS,
    NOT_EXISTS,
    FORALL
  }

  /**
   * A word of shared memory.
   *
   * @param bytes 1, 2, 4 or 8; it is aligned to 64
   * @param initial what it holds at first
   */
  public record Location(String name, int bytes, Value initial) {}

  /** A number, or the address of a location. */
  public sealed interface Value {}

  /** A number. */
  public record Constant(long number) implements Value {}

  /** The address of the location with this name. */
  public record AddressOf(String location) implements Value {}

  /**
   * One thread's program.
   *
   * @param registers those that do not start at 0, by number
   * @param lines its instructions
   */
  public record Program(Map<Integer, Value> registers, List<AssemblyLine> lines) {}

  /** A register or a location of which a final state tells the value. */
  public sealed interface Observable {}

  /** A register of a thread, by number. */
  public record RegisterOf(int thread, int register) implements Observable {
    @Override
    public String toString() {
      return thread + ":x" + register;
    }
  }

  /** A location. */
  public record Memory(String location) implements Observable {
    @Override
    public String toString() {
      return location;
    }
  }

  /** What is shown of a final state, and what the filter asks of it besides. */
  public List<Observable> all() {
    Set<Observable> all = new LinkedHashSet<>(observables);
    filter.forEachObservable(all::add);
    return List.copyOf(all);
  }

  /** The outcome that a final state is, given the values of {@link #all}; none if filtered out. */
  public Optional<Outcome> outcome(Map<String, String> values) {
    if (!filter.holds(values)) {
      return Optional.empty();
    }
    Map<String, String> shown = new TreeMap<>();
    observables.forEach(
        each -> shown.put(each.toString(), values.getOrDefault(each.toString(), "")));
    return Optional.of(new Outcome(shown));
  }

  /**
   * The extensions that the machine would need and does not have, as the mnemonics that show it.
   */
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (Program thread : threads) {
      for (AssemblyLine line : thread.lines()) {
        if (line.annotation() != AssemblyLine.Annotation.NONE) {
          missing.add("Zalasr");
        }
      }
    }
    return missing;
  }
}

package trapeze.console.litmus;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Value;

/**
 * A final state, as far as a test looks at it.
 *
 * @param values by register or location; numbers in decimal, addresses by the location's name
 */
public record Outcome(Map<String, String> values) implements Comparable<Outcome> {
  public Outcome {
    values = new TreeMap<>(values);
  }

  /** How a value is written. */
  public static String text(Value value) {
    return switch (value) {
      case Constant(long number) -> Long.toString(number);
      case AddressOf(String location) -> location;
    };
  }

  /** As model results write it: {@code 0:x5=1; x=2;}. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue() + ";")
        .collect(Collectors.joining(" "));
  }

  @Override
  public int compareTo(Outcome other) {
    return toString().compareTo(other.toString());
  }
}

package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Values of the same thing, a round each.
 *
 * @param values in the order of the rounds; at least one
 */
public record Series(List<Double> values) {
  public Series {
    values = List.copyOf(values);
  }

  /** The median; of an even number the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The least. */
  public double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** The greatest. */
  public double greatest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Each value divided by the other's of the same round. */
  public Series dividedBy(Series other) {
    List<Double> quotients = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      quotients.add(values.get(i) / other.values.get(i));
    }
    return new Series(quotients);
  }

  /** The geometric mean of positive numbers. */
  public static double geometricMean(List<Double> numbers) {
    return Math.exp(numbers.stream().mapToDouble(Math::log).average().orElseThrow());
  }
}

package trapeze.console.compare.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import trapeze.console.compare.Counts;

/**
 * Costs of counted things, in cycles each. A count's cost is that of the longest parameter that is
 * its name, or its name up to a dot; without one it costs nothing.
 *
 * @param costs by parameter, none negative
 */
public record CostModel(SortedMap<String, Double> costs) {
  public CostModel {
    costs = Collections.unmodifiableSortedMap(new TreeMap<>(costs));
  }

  /** The parameter that gives a count its cost; nothing if none does. */
  public @Nullable String parameter(String count) {
    String name = count;
    while (!costs.containsKey(name)) {
      int dot = name.lastIndexOf('.');
      if (dot < 0) {
        return null;
      }
      name = name.substring(0, dot);
    }
    return name;
  }

  /** Cycles by the parameter that they come from; only where there are any. */
  public SortedMap<String, Double> contributions(Counts counts) {
    SortedMap<String, Double> cycles = new TreeMap<>();
    for (Map.Entry<String, Long> count : counts.byName().entrySet()) {
      String parameter = parameter(count.getKey());
      double cost = parameter == null ? 0 : costs.getOrDefault(parameter, 0.0);
      if (parameter != null && cost != 0) {
        cycles.merge(parameter, cost * count.getValue(), Double::sum);
      }
    }
    return cycles;
  }

  /** All cycles. */
  public double cycles(Counts counts) {
    return contributions(counts).values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The same model with one cost so many times as high. */
  public CostModel scaled(String parameter, double factor) {
    SortedMap<String, Double> others = new TreeMap<>(costs);
    others.computeIfPresent(parameter, (_, cost) -> cost * factor);
    return new CostModel(others);
  }
}

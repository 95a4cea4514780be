package trapeze.console.compare.page;

import java.util.Locale;
import java.util.Map;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;

/**
 * A comparison as CSV (RFC 4180), a line a number: {@code workload,setup,kind,name,value}. Kinds
 * are {@code count}, exact; {@code cycles}, of the model, by parameter; {@code nanoseconds}, one a
 * round, CPU time of the thread that runs the guest.
 */
public final class CsvReport {
  private CsvReport() {}

  /** The document. */
  public static String document(Comparison comparison) {
    StringBuilder text = new StringBuilder("workload,setup,kind,name,value\r\n");
    for (CellResult result : comparison.results()) {
      result
          .counts()
          .byName()
          .forEach((name, count) -> add(text, result, "count", name, count.toString()));
      for (Map.Entry<String, Double> cycles :
          comparison.model().contributions(result.counts()).entrySet()) {
        String value = String.format(Locale.ROOT, "%.1f", cycles.getValue());
        add(text, result, "cycles", cycles.getKey(), value);
      }
      for (int i = 0; i < result.rounds(); i++) {
        String value = result.nanoseconds().get(i).toString();
        add(text, result, "nanoseconds", "round " + (i + 1), value);
      }
    }
    return text.toString();
  }

  private static void add(
      StringBuilder text, CellResult result, String kind, String name, String value) {
    text.append(
            String.join(",", quoted(result.workload()), quoted(result.setup()), kind, quoted(name)))
        .append(',')
        .append(value)
        .append("\r\n");
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}

package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.console.compare.page.BarPlot;
import trapeze.console.compare.page.Fragment;

/** The results as a drawing, and as a page that needs nothing else. */
final class Plot {
  private static final String STYLE =
      "<style>text{font:11px sans-serif}.title{font-weight:bold;font-size:13px}"
          + ".group{font-weight:bold}.grid{stroke:#ddd}</style>\n";

  private Plot() {}

  /** A drawing in SVG. */
  static String svg(Results results) {
    String drawing = times(results).svg();
    int body = drawing.indexOf('\n') + 1;
    return drawing.substring(0, body) + STYLE + drawing.substring(body);
  }

  /** A page with the drawing and all tables. */
  static String html(Results results) {
    StringBuilder body = new StringBuilder("<h1>Benchmarks</h1>\n");
    body.append(Fragment.problems(results.problems()));
    body.append(Fragment.paragraph(results.host().toString()));
    body.append(Fragment.command(results.command()));
    body.append(Fragment.figure(times(results).svg()));
    for (Report.Titled each : new Report(results).tables()) {
      body.append(Fragment.heading(each.title()));
      body.append(each.table().html());
    }
    return Fragment.page("Benchmarks", body.toString());
  }

  private static BarPlot times(Results results) {
    List<BarPlot.Group> groups = new ArrayList<>();
    for (Kernel kernel : results.kernels()) {
      List<BarPlot.Bar> bars = new ArrayList<>();
      for (Platform platform : results.platforms()) {
        String name = platform.name();
        results
            .times(kernel.name(), name)
            .ifPresent(times -> bars.add(new BarPlot.Bar(name, Map.of(name, times.median()))));
      }
      if (!bars.isEmpty()) {
        String title = "%s (%s)".formatted(kernel.name(), kernel.operation());
        groups.add(new BarPlot.Group(title, bars));
      }
    }
    return new BarPlot("CPU time of an operation", "nanoseconds, median of rounds", groups);
  }
}

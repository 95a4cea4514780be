package trapeze.console.compare.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trapeze.console.compare.page.Svg.Anchor;

/**
 * Lines over an axis.
 *
 * @param title what is shown
 * @param horizontal what the axis to the right is, with its unit
 * @param vertical what the axis upwards is, with its unit
 * @param lines points x to y by the line's name, in the order of x; none negative
 */
public record LinePlot(
    String title,
    String horizontal,
    String vertical,
    SequencedMap<String, SequencedMap<Double, Double>> lines) {
  private static final double LEFT = 70;
  private static final double RIGHT = 880;
  private static final double HEIGHT = 300;

  /** The plot as SVG. */
  public String svg() {
    Axis x = Axis.upTo(greatest(true));
    Axis y = Axis.upTo(greatest(false));
    List<String> names = List.copyOf(lines.sequencedKeySet());
    Svg svg = new Svg(title);
    svg.text(0, 16, Anchor.START, "title", title);
    double top = BarPlot.legend(svg, names, Palette::colour, 34) + 16;
    double bottom = top + HEIGHT;
    for (double mark : y.marks()) {
      double at = bottom - mark / y.end() * HEIGHT;
      svg.line(LEFT, at, RIGHT, at, "grid");
      svg.text(LEFT - 8, at + 4, Anchor.END, "tick", Axis.number(mark));
    }
    for (double mark : x.marks()) {
      double at = LEFT + mark / x.end() * (RIGHT - LEFT);
      svg.line(at, top, at, bottom, "grid");
      svg.text(at, bottom + 16, Anchor.MIDDLE, "tick", Axis.number(mark));
    }
    for (int i = 0; i < names.size(); i++) {
      Map<Double, Double> points = lines.getOrDefault(names.get(i), new TreeMap<>());
      String path =
          points.entrySet().stream()
              .map(point -> at(point.getKey() / x.end(), point.getValue() / y.end(), bottom))
              .collect(Collectors.joining(" "));
      svg.path(path, Palette.colour(i));
      for (Map.Entry<Double, Double> point : points.entrySet()) {
        svg.dot(
            LEFT + point.getKey() / x.end() * (RIGHT - LEFT),
            bottom - point.getValue() / y.end() * HEIGHT,
            Palette.colour(i),
            "%s: %s at %s"
                .formatted(
                    names.get(i), Axis.number(point.getValue()), Axis.number(point.getKey())));
      }
    }
    svg.text((LEFT + RIGHT) / 2, bottom + 36, Anchor.MIDDLE, "axis", horizontal);
    svg.textUpwards(14, (top + bottom) / 2, "axis", vertical);
    return svg.drawn(920, bottom + 46);
  }

  private static String at(double x, double y, double bottom) {
    return String.format(Locale.ROOT, "%.1f,%.1f", LEFT + x * (RIGHT - LEFT), bottom - y * HEIGHT);
  }

  private double greatest(boolean ofKeys) {
    return lines.values().stream()
        .flatMap(points -> (ofKeys ? points.keySet() : points.values()).stream())
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(0);
  }
}

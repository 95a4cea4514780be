package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import trapeze.console.compare.page.Svg.Anchor;

/**
 * Bars from left to right, made of parts, in groups from top to bottom. Each group has an axis of
 * its own, as long as its longest bar needs.
 *
 * @param title what is shown
 * @param unit of the axis
 * @param groups each with its bars
 * @param base the part that comes first in each bar, in a quiet colour; "" if none does
 */
public record BarPlot(String title, String unit, List<Group> groups, String base) {
  private static final double WIDTH = 920;
  private static final double RIGHT = WIDTH - 70;
  private static final double BAR = 17;
  private static final double GAP = 5;
  private static final double LEGEND_LINE = 18;

  /** Parts that have a colour of their own; the smaller ones are shown together. */
  private static final int MOST = 11;

  private static final String REST = "others";

  /** A plot whose parts are all alike. */
  public BarPlot(String title, String unit, List<Group> groups) {
    this(title, unit, groups, "");
  }

  /** Bars that belong together; a name of "" is not shown. */
  public record Group(String name, List<Bar> bars) {}

  /** A bar and its parts by name; none negative. */
  public record Bar(String name, Map<String, Double> parts) {
    double length() {
      return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** The plot as SVG. */
  public String svg() {
    List<String> names = partNames();
    double left = 24 + widestName();
    Svg svg = new Svg(title);
    svg.text(0, 16, Anchor.START, "title", "%s (%s)".formatted(title, unit));
    double y = legend(svg, names, i -> colour(names, i), 36) + 18;
    for (Group group : groups) {
      y = draw(svg, group, names, left, y);
    }
    return svg.drawn(WIDTH, y);
  }

  /** Draws a group and its axis, and gives where the next begins. */
  private double draw(Svg svg, Group group, List<String> names, double left, double start) {
    if (group.bars().stream().allMatch(bar -> bar.length() == 0)) {
      svg.text(0, start + 13, Anchor.START, "group", group.name());
      svg.text(left, start + 13, Anchor.START, "value", "0 in all of them");
      return start + BAR + 15;
    }
    Axis axis = Axis.upTo(group.bars().stream().mapToDouble(Bar::length).max().orElse(0));
    double scale = (RIGHT - left) / axis.end();
    double top = start;
    if (!group.name().isEmpty()) {
      svg.text(0, top + 13, Anchor.START, "group", group.name());
      top += BAR + 4;
    }
    double bottom = top + group.bars().size() * (BAR + GAP);
    for (double mark : axis.marks()) {
      double x = left + mark * scale;
      svg.line(x, top - 3, x, bottom, "grid");
      svg.text(x, bottom + 13, Anchor.MIDDLE, "tick", Axis.number(mark));
    }
    double y = top;
    for (Bar bar : group.bars()) {
      svg.text(left - 8, y + 13, Anchor.END, "label", bar.name());
      double x = left;
      for (int i = 0; i < names.size(); i++) {
        double size = size(bar, names, i);
        if (size > 0) {
          String told =
              "%s, %s: %s %s".formatted(bar.name(), names.get(i), Axis.number(size), unit);
          svg.rectangle(x, y, size * scale, BAR, colour(names, i), told);
          x += size * scale;
        }
      }
      svg.text(x + 6, y + 13, Anchor.START, "value", Axis.number(bar.length()));
      y += BAR + GAP;
    }
    return bottom + 30;
  }

  private List<Bar> bars() {
    return groups.stream().flatMap(group -> group.bars().stream()).toList();
  }

  private double widestName() {
    return bars().stream().mapToDouble(bar -> Svg.widthOf(bar.name())).max().orElse(0);
  }

  /** The parts' names, those that are longest in all together first. */
  private List<String> partNames() {
    Map<String, Double> sums = new TreeMap<>();
    bars().forEach(bar -> bar.parts().forEach((name, size) -> sums.merge(name, size, Double::sum)));
    List<String> names = new ArrayList<>(sums.keySet());
    names.sort((a, b) -> Double.compare(sums.getOrDefault(b, 0.0), sums.getOrDefault(a, 0.0)));
    if (names.remove(base)) {
      names.addFirst(base);
    }
    if (names.size() <= MOST + 1) {
      return names;
    }
    List<String> shown = new ArrayList<>(names.subList(0, MOST));
    shown.add(REST);
    return shown;
  }

  /** How long a part is; the rest is all that has no name here. */
  private static double size(Bar bar, List<String> names, int i) {
    if (!names.get(i).equals(REST)) {
      return bar.parts().getOrDefault(names.get(i), 0.0);
    }
    return bar.parts().entrySet().stream()
        .filter(part -> !names.contains(part.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private String colour(List<String> names, int i) {
    if (names.get(i).equals(base)) {
      return Palette.QUIET;
    }
    if (names.get(i).equals(REST)) {
      return Palette.REST;
    }
    return Palette.colour(names.getFirst().equals(base) ? i - 1 : i);
  }

  /** Draws the legend and gives where it ends. */
  static double legend(Svg svg, List<String> names, IntFunction<String> colours, double start) {
    double x = 0;
    double y = start;
    for (int i = 0; i < names.size(); i++) {
      double width = 18 + Svg.widthOf(names.get(i)) + 16;
      if (x + width > WIDTH) {
        x = 0;
        y += LEGEND_LINE;
      }
      svg.rectangle(x, y - 10, 12, 12, colours.apply(i), names.get(i));
      svg.text(x + 17, y, Anchor.START, "label", names.get(i));
      x += width;
    }
    return y;
  }
}

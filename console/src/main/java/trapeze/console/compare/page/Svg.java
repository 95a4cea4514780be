package trapeze.console.compare.page;

import java.util.Locale;

/** A drawing in SVG, built element by element; lengths are in CSS pixels. */
final class Svg {
  private final StringBuilder body = new StringBuilder();
  private final String label;

  /** Where a text's x is in it. */
  enum Anchor {
    START,
    MIDDLE,
    END;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An empty drawing; the label says what it shows, to those who cannot see it. */
  Svg(String label) {
    this.label = label;
  }

  /** A rectangle, with what is shown when a pointer rests on it. */
  Svg rectangle(double x, double y, double width, double height, String colour, String title) {
    body.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">",
            x, y, Math.max(width, 0), height, colour));
    body.append("<title>").append(Escape.of(title)).append("</title></rect>\n");
    return this;
  }

  /** A thin line. */
  Svg line(double x1, double y1, double x2, double y2, String style) {
    body.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n",
            x1, y1, x2, y2, style));
    return this;
  }

  /** Lines from point to point, as {@code x,y x,y}. */
  Svg path(String points, String colour) {
    body.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(points, colour));
    return this;
  }

  /** A dot, with what is shown when a pointer rests on it. */
  Svg dot(double x, double y, String colour, String title) {
    body.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\">", x, y, colour));
    body.append("<title>").append(Escape.of(title)).append("</title></circle>\n");
    return this;
  }

  /** A text. */
  Svg text(double x, double y, Anchor anchor, String style, String text) {
    body.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, style));
    body.append(Escape.of(text)).append("</text>\n");
    return this;
  }

  /** A text that reads upwards. */
  Svg textUpwards(double x, double y, String style, String text) {
    body.append(
        format(
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\""
                + " class=\"%s\">",
            x, y, style));
    body.append(Escape.of(text)).append("</text>\n");
    return this;
  }

  /** The drawing of this size. */
  String drawn(double width, double height) {
    return format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " height=\"%.0f\" role=\"img\" aria-label=\"%s\">\n",
            width, height, width, height, Escape.of(label))
        + body
        + "</svg>\n";
  }

  /** About how wide a text is in the plots' letters. */
  static double widthOf(String text) {
    return 7.2 * text.length();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}

package trapeze.console.compare.page;

import java.util.List;

/** Pieces that the HTML pages are made of. */
public final class Fragment {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; color: #1b1b1b;
        background: #fff; max-width: 980px; margin: 2em auto; padding: 0 1.2em; }
      h1 { font-size: 1.7em; margin: 0 0 .6em; }
      h2 { font-size: 1.25em; margin: 2em 0 .5em; border-bottom: 1px solid #d4d4d4; }
      h3 { font-size: 1.05em; margin: 1.4em 0 .4em; }
      pre, code { font: 13px/1.45 "DejaVu Sans Mono", "Liberation Mono", monospace; }
      pre { background: #f5f5f3; padding: .7em 1em; overflow-x: auto; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
      th, td { padding: .16em .8em; text-align: right; white-space: nowrap; }
      th:first-child { text-align: left; font-weight: normal; }
      thead th, thead th:first-child { font-weight: 600; border-bottom: 1.5px solid #1b1b1b; }
      tbody tr:not(.part) { border-top: 1px solid #ececec; }
      tr.part th, tr.part td { color: #666; }
      tr.part th:first-child { padding-left: 2em; }
      td.words { text-align: left; white-space: normal; }
      figure { margin: 1em 0; overflow-x: auto; }
      svg text { font: 12px system-ui, "Liberation Sans", sans-serif; fill: #1b1b1b; }
      svg text.title { font-size: 14px; font-weight: 600; }
      svg text.group { font-weight: 600; }
      svg text.tick, svg text.value { fill: #666; font-size: 11px; }
      svg text.axis { fill: #444; }
      svg line.grid { stroke: #000; stroke-opacity: .1; }
      .problem { border-left: 4px solid #d55e00; padding: .2em 1em; background: #fdf3ec; }
      .verdict { border-left: 4px solid #999; padding: .1em 1em; margin: .5em 0; }
      .verdict p { margin: .3em 0; }
      .verdict.holds { border-color: #009e73; }
      .verdict.fails { border-color: #d55e00; }
      """;

  private Fragment() {}

  /** A whole page. */
  public static String page(String title, String body) {
    return """
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(Escape.of(title), STYLE, body);
  }

  /** A plot. */
  public static String figure(String svg) {
    return "<figure>\n" + svg + "</figure>\n";
  }

  /** The command that reproduces what is shown. */
  public static String command(String command) {
    return "<p>The command:</p>\n<pre>" + Escape.of(command) + "</pre>\n";
  }

  /** What must be known before anything is believed; nothing if there is nothing. */
  public static String problems(List<String> lines) {
    if (lines.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<div class=\"problem\">\n");
    lines.forEach(line -> html.append("<p>").append(Escape.of(line)).append("</p>\n"));
    return html.append("</div>\n").toString();
  }

  /** A heading of the second rank. */
  public static String heading(String text) {
    return "<h2>" + Escape.of(text) + "</h2>\n";
  }

  /** A heading of the third rank. */
  public static String smallHeading(String text) {
    return "<h3>" + Escape.of(text) + "</h3>\n";
  }

  /** A paragraph. */
  public static String paragraph(String text) {
    return "<p>" + Escape.of(text) + "</p>\n";
  }

  /** Sentences under a word. */
  public static String list(String word, List<String> sentences) {
    StringBuilder html = new StringBuilder(smallHeading(word)).append("<ul>\n");
    sentences.forEach(each -> html.append("<li>").append(Escape.of(each)).append("</li>\n"));
    return html.append("</ul>\n").toString();
  }

  /**
   * A claim and what came of it.
   *
   * @param kind {@code holds}, {@code fails} or {@code missing}
   */
  public static String verdict(String kind, String words, String claim, String why) {
    return "<div class=\"verdict %s\"><p><strong>%s:</strong> %s<br/>%s</p></div>\n"
        .formatted(kind, Escape.of(words), Escape.of(claim), Escape.of(why));
  }
}

package trapeze.console.compare.page;

import java.util.List;

/** Pieces that the HTML pages are made of. */
public final class Fragment {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --soft: #666;
        --line: #d4d4d4; --shade: #f5f5f3; --alarm: #fdf3ec; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e6e3; --paper: #191b1e; --soft: #a3a3a0; --line: #44474c;
          --shade: #25282c; --alarm: #3a2a1f; }
      }
      body { font: 15px/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; color: var(--ink);
        background: var(--paper); max-width: 1100px; margin: 2em auto; padding: 0 1.2em; }
      h1 { font-size: 1.7em; margin: 0 0 .6em; }
      h2 { font-size: 1.25em; margin: 2em 0 .5em; border-bottom: 1px solid var(--line); }
      h3 { font-size: 1.05em; margin: 1.4em 0 .4em; }
      pre, code { font: 13px/1.45 "DejaVu Sans Mono", "Liberation Mono", monospace; }
      pre { background: var(--shade); padding: .7em 1em; white-space: pre-wrap;
        overflow-wrap: anywhere; }
      details { margin: .6em 0; }
      summary { cursor: pointer; font-weight: 600; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
      th, td { padding: .16em .7em; text-align: right; white-space: nowrap; }
      th:first-child { text-align: left; font-weight: normal; }
      thead th, thead th:first-child { font-weight: 600; border-bottom: 1.5px solid var(--ink);
        white-space: normal; vertical-align: bottom; }
      tbody tr:not(.part) { border-top: 1px solid var(--line); }
      tr.part th, tr.part td { color: var(--soft); }
      tr.part th:first-child { padding-left: 2em; }
      table.words th, table.words td { text-align: left; vertical-align: top; }
      table.words td:last-child { white-space: normal; }
      figure { margin: 1em 0; overflow-x: auto; }
      svg text { font: 12px system-ui, "Liberation Sans", sans-serif; fill: var(--ink); }
      svg text.title { font-size: 14px; font-weight: 600; }
      svg text.group { font-weight: 600; }
      svg text.tick, svg text.value { fill: var(--soft); font-size: 11px; }
      svg text.axis { fill: var(--soft); }
      svg line.grid { stroke: var(--ink); stroke-opacity: .14; }
      .problem { border-left: 4px solid #d55e00; padding: .2em 1em; background: var(--alarm); }
      .verdict { border-left: 4px solid var(--soft); padding: .1em 1em; margin: .5em 0; }
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

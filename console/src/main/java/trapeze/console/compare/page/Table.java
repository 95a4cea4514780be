package trapeze.console.compare.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: the first column names rows, the others hold values.
 *
 * @param head what stands above each column
 * @param rows as wide as the head; a first cell that begins with blanks is a part of the row above
 */
public record Table(List<String> head, List<List<String>> rows) {
  public Table {
    head = List.copyOf(head);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** As lines for a terminal, columns aligned. */
  public List<String> lines() {
    int[] widths = new int[head.size()];
    List<List<String>> all = new ArrayList<>(List.of(head));
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String blanks = " ".repeat(widths[i] - cell.length());
      line.append(i == 0 ? cell + blanks : "  " + blanks + cell);
    }
    return line.toString().stripTrailing();
  }

  /** As HTML, every column to the left and the last one broken into lines. */
  public String htmlOfWords() {
    return html().replaceFirst("<table>", "<table class=\"words\">");
  }

  /** As HTML. */
  public String html() {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
    head.forEach(cell -> html.append("<th>").append(heading(cell)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append(row.getFirst().startsWith(" ") ? "<tr class=\"part\">" : "<tr>");
      for (int i = 0; i < row.size(); i++) {
        String tag = i == 0 ? "th" : "td";
        html.append("<%s>%s</%s>".formatted(tag, Escape.of(row.get(i).strip()), tag));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /** A long name may go on in the next line, behind a slash or a plus sign. */
  private static String heading(String cell) {
    return Escape.of(cell).replaceAll("([/+])", "$1<wbr/>");
  }

  /** As Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(row(head)).append("|---|").append("---:|".repeat(head.size() - 1)).append('\n');
    rows.forEach(row -> text.append(row(row)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}

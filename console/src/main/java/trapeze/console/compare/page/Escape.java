package trapeze.console.compare.page;

/** Text inside HTML and SVG. */
final class Escape {
  private Escape() {}

  /** The text with what has a meaning in markup escaped. */
  static String of(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

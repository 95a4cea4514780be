package trapeze.isa.pg74.text;

import java.util.ArrayList;
import java.util.List;

/** Text with quotes in it. */
final class Quoted {
  private Quoted() {}

  /** A line without its comment, which a semicolon outside quotes begins. */
  static String withoutComment(String line) {
    int end = find(line, ';', 0);
    return (end < 0 ? line : line.substring(0, end)).strip();
  }

  /** The parts between commas that stand outside quotes and parentheses. */
  static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int comma = find(text, ',', 0); comma >= 0; comma = find(text, ',', start)) {
      parts.add(text.substring(start, comma).strip());
      start = comma + 1;
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  /** What stands between double quotes. */
  static String string(Place place, String text) throws AssemblyException {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      throw new AssemblyException(place, "a text in double quotes must stand here, not " + text);
    }
    return unescape(place, text.substring(1, text.length() - 1));
  }

  /** Replaces {@code \n \t \0 \\ \' \"}. */
  static String unescape(Place place, String text) throws AssemblyException {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        int known = "nt0\\'\"".indexOf(text.charAt(i));
        if (known < 0) {
          throw new AssemblyException(
              place, "no character is written \\" + text.charAt(i) + "; \\n \\t \\0 \\\\ are");
        }
        c = "\n\t\0\\'\"".charAt(known);
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /** The first place of a character outside quotes and parentheses, -1 if there is none. */
  private static int find(String text, char wanted, int from) {
    char quote = 0;
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == wanted && (depth == 0 || wanted == ';')) {
        return i;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
    }
    return -1;
  }
}

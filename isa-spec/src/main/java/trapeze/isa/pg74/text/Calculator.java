package trapeze.isa.pg74.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Format;

/**
 * Computes the expressions of a source: numbers (decimal, {@code 0x}, {@code 0b}, {@code 'c'}),
 * symbols, {@code .} for the present address, {@code * / % << >>}, which bind more tightly than
 * {@code + - & |}, all from left to right, unary {@code - ~}, parentheses, and the functions {@code
 * psw(mode, p, l, b)} and {@code bounds(l, b)}. 64 bits, wrapping.
 */
final class Calculator {
  /** What symbols stand for. */
  @FunctionalInterface
  interface Symbols {
    /** The value of a symbol, null if it has none. */
    @Nullable Long value(String symbol);
  }

  private static final int DEEPEST = 200;

  private final Format format;
  private final Place place;
  private final Symbols symbols;
  private final String text;
  private int at;
  private int depth;

  private Calculator(Format format, Place place, Symbols symbols, String text) {
    this.format = format;
    this.place = place;
    this.symbols = symbols;
    this.text = text;
  }

  /** The value of an expression at a place in a source. */
  static long compute(Format format, Place place, Symbols symbols, String text)
      throws AssemblyException {
    Calculator calculator = new Calculator(format, place, symbols, text);
    long value = calculator.sum();
    calculator.skipBlanks();
    if (calculator.at < text.length()) {
      throw calculator.error("'" + text.substring(calculator.at) + "' is left over");
    }
    return value;
  }

  private long sum() throws AssemblyException {
    long value = product();
    while (true) {
      if (takes("+")) {
        value += product();
      } else if (takes("-")) {
        value -= product();
      } else if (takes("&")) {
        value &= product();
      } else if (takes("|")) {
        value |= product();
      } else {
        return value;
      }
    }
  }

  private long product() throws AssemblyException {
    long value = unary();
    while (true) {
      if (takes("*")) {
        value *= unary();
      } else if (takes("/")) {
        value /= divisor();
      } else if (takes("%")) {
        value %= divisor();
      } else if (takes("<<")) {
        value <<= unary();
      } else if (takes(">>")) {
        value >>>= unary();
      } else {
        return value;
      }
    }
  }

  private long divisor() throws AssemblyException {
    long value = unary();
    if (value == 0) {
      throw error("a division by zero");
    }
    return value;
  }

  private long unary() throws AssemblyException {
    if (++depth > DEEPEST) {
      throw error("an expression is nested too deeply; name a part of it");
    }
    long value = nested();
    depth--;
    return value;
  }

  private long nested() throws AssemblyException {
    if (takes("-")) {
      return -unary();
    }
    if (takes("~")) {
      return ~unary();
    }
    if (takes("(")) {
      long value = sum();
      expect(")");
      return value;
    }
    if (takes("'")) {
      return character();
    }
    skipBlanks();
    int start = at;
    while (at < text.length() && isPartOfName(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw error(
          at == text.length()
              ? "an expression ends too early; a number, a label or a '(' must follow"
              : "'" + text.charAt(at) + "' cannot stand here");
    }
    String word = text.substring(start, at);
    return Character.isDigit(word.charAt(0)) ? number(word) : named(word);
  }

  private long number(String word) throws AssemblyException {
    try {
      if (word.startsWith("0x")) {
        return Long.parseUnsignedLong(word.substring(2), 16);
      }
      if (word.startsWith("0b")) {
        return Long.parseUnsignedLong(word.substring(2), 2);
      }
      return Long.parseUnsignedLong(word);
    } catch (NumberFormatException malformed) {
      throw error("'" + word + "' is no number; write 12, 0x1f or 0b101");
    }
  }

  private long named(String word) throws AssemblyException {
    if (word.equals("psw") && takes("(")) {
      List<Long> fields = arguments(4);
      return field("mode", fields.get(0), 1) << format.modeAt()
          | field("program counter", fields.get(1), format.addressBits()) << format.counterAt()
          | bounds(fields.get(2), fields.get(3));
    }
    if (word.equals("bounds") && takes("(")) {
      List<Long> fields = arguments(2);
      return bounds(fields.get(0), fields.get(1));
    }
    Long value = symbols.value(word);
    if (value == null) {
      throw error("no label or constant '" + word + "'; define it, or look for a misspelling");
    }
    return value;
  }

  private long bounds(long relocation, long bound) throws AssemblyException {
    return field("relocation", relocation, format.addressBits()) << format.relocationAt()
        | field("bound", bound, format.boundBits());
  }

  private long field(String name, long value, int width) throws AssemblyException {
    if (value < 0 || value >>> width != 0) {
      throw error("a %s of %d does not fit %d bits".formatted(name, value, width));
    }
    return value;
  }

  private List<Long> arguments(int count) throws AssemblyException {
    List<Long> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        expect(",");
      }
      values.add(sum());
    }
    expect(")");
    return values;
  }

  private long character() throws AssemblyException {
    int end = text.indexOf('\'', at + (text.startsWith("\\", at) ? 2 : 1));
    if (end < 0) {
      throw error("a character lacks its closing quote");
    }
    String character = Quoted.unescape(place, text.substring(at, end));
    if (character.length() != 1) {
      throw error("one character between quotes, not " + character.length());
    }
    at = end + 1;
    return character.charAt(0);
  }

  private boolean takes(String sign) {
    skipBlanks();
    if (text.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  private void expect(String sign) throws AssemblyException {
    if (!takes(sign)) {
      throw error("a '" + sign + "' is missing in '" + text + "'");
    }
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private AssemblyException error(String message) {
    return new AssemblyException(place, message);
  }

  private static boolean isPartOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '@';
  }
}

package trapeze.console.litmus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Memory;
import trapeze.console.litmus.LitmusTest.Observable;
import trapeze.console.litmus.LitmusTest.RegisterOf;
import trapeze.console.litmus.LitmusTest.Value;

/** Reads {@code 0:x5=1 /\ (x=2 \/ not (1:x7=y))}. */
final class ConditionParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(/\\\\|\\\\/|\\(|\\)|~|=|;|(?:\\d+:)?[A-Za-z_]\\w*|\\[[A-Za-z_]\\w*\\]|-?0x[0-9a-fA-F]+|-?\\d+)");

  private final List<String> tokens = new ArrayList<>();
  private int next;

  private ConditionParser(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new Unreadable("'%s' is no condition".formatted(text.strip()));
    }
  }

  static Condition parse(String text) {
    ConditionParser parser = new ConditionParser(text);
    Condition condition = parser.disjunction();
    if (parser.next < parser.tokens.size()) {
      throw new Unreadable("'%s' goes on behind its end".formatted(text.strip()));
    }
    return condition;
  }

  /** Registers and locations with semicolons between them. */
  static List<Observable> observables(String text) {
    List<Observable> all = new ArrayList<>();
    for (String piece : text.split(";")) {
      if (!piece.isBlank()) {
        all.add(observable(piece.strip()));
      }
    }
    return all;
  }

  private Condition disjunction() {
    Condition left = conjunction();
    while (accept("\\/")) {
      left = new Condition.Or(left, conjunction());
    }
    return left;
  }

  private Condition conjunction() {
    Condition left = primary();
    while (accept("/\\")) {
      left = new Condition.And(left, primary());
    }
    return left;
  }

  private Condition primary() {
    if (accept("(")) {
      Condition inner = disjunction();
      require(")");
      return inner;
    }
    if (accept("not") || accept("~")) {
      return new Condition.Not(primary());
    }
    if (accept("true")) {
      return new Condition.True();
    }
    Observable what = observable(take());
    require("=");
    return new Condition.Equal(what, value(take()));
  }

  static Observable observable(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Memory(text.startsWith("[") ? text.substring(1, text.length() - 1) : text);
    }
    String name = text.substring(colon + 1);
    Integer register = AssemblyParser.register(name);
    if (register == null) {
      throw new Unreadable("%s: %s is no register".formatted(text, name));
    }
    return new RegisterOf(Integer.parseInt(text.substring(0, colon)), register);
  }

  static Value value(String text) {
    char first = text.charAt(0);
    if (first == '-' || Character.isDigit(first)) {
      try {
        return new Constant(Long.decode(text));
      } catch (NumberFormatException e) {
        throw new Unreadable("%s is no number".formatted(text));
      }
    }
    if (!Character.isJavaIdentifierStart(first)) {
      throw new Unreadable("%s is no value".formatted(text));
    }
    return new AddressOf(text);
  }

  private boolean accept(String token) {
    if (next < tokens.size() && tokens.get(next).equals(token)) {
      next++;
      return true;
    }
    return false;
  }

  private void require(String token) {
    if (!accept(token)) {
      throw new Unreadable("a condition lacks '%s'".formatted(token));
    }
  }

  private String take() {
    if (next == tokens.size()) {
      throw new Unreadable("a condition ends too early");
    }
    return tokens.get(next++);
  }
}

package trapeze.console.litmus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Location;
import trapeze.console.litmus.LitmusTest.Memory;
import trapeze.console.litmus.LitmusTest.Observable;
import trapeze.console.litmus.LitmusTest.Program;
import trapeze.console.litmus.LitmusTest.Quantifier;
import trapeze.console.litmus.LitmusTest.RegisterOf;
import trapeze.console.litmus.LitmusTest.Value;

/**
 * Reads the usual format of litmus tests for RISC-V: a name, initial values in braces, a column of
 * instructions a thread, and a condition.
 */
public final class LitmusParser {
  private static final Pattern COMMENT = Pattern.compile("\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern HEAD =
      Pattern.compile("\\s*RISCV\\s+(\\S+)([^{]*)\\{", Pattern.DOTALL);
  private static final Pattern TITLE = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern TAIL =
      Pattern.compile("(?m)^\\s*(locations|filter|exists|~\\s*exists|forall)\\b");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?:(int|u?int(?:8|16|32|64)_t)\\s*(\\*?)\\s*)?((?:\\d+\\s*:\\s*)?\\w+|\\[\\w+\\])\\s*(?:=\\s*&?(\\S+))?");

  private final Map<String, Location> locations = new TreeMap<>();
  private final Map<Integer, Map<Integer, Value>> registers = new TreeMap<>();

  private LitmusParser() {}

  /**
   * Reads a test.
   *
   * @throws Unreadable if it is none, or has something that is not understood
   */
  public static LitmusTest parse(String text) {
    return new LitmusParser().test(COMMENT.matcher(text).replaceAll(" "));
  }

  private LitmusTest test(String text) {
    Matcher head = HEAD.matcher(text);
    int close = text.indexOf('}');
    Matcher tail = TAIL.matcher(text);
    if (!head.lookingAt() || close < 0 || !tail.find(close)) {
      throw new Unreadable("no litmus test: it needs RISCV and a name, {...}, code, a condition");
    }
    String code = text.substring(close + 1, tail.start());
    List<List<String>> columns = columns(code);
    List<List<AssemblyLine>> threads = columns.stream().map(AssemblyParser::parse).toList();
    boolean wide = threads.stream().flatMap(List::stream).anyMatch(LitmusParser::isWide);
    for (String each : text.substring(head.end(), close).replace('{', ' ').split(";")) {
      if (!each.isBlank()) {
        declare(each.strip(), wide ? 8 : 4);
      }
    }
    Tail question = new Tail();
    question.read(text.substring(tail.start()));
    List<Observable> observables = question.observables();
    observables.forEach(each -> mention(each, wide ? 8 : 4));
    question.filter.forEachObservable(each -> mention(each, wide ? 8 : 4));
    List<Program> programs = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      programs.add(new Program(registers.getOrDefault(i, Map.of()), threads.get(i)));
    }
    return new LitmusTest(
        head.group(1),
        title(head.group(2)),
        new LinkedHashMap<>(locations),
        programs,
        question.filter,
        question.quantifier,
        question.condition,
        observables);
  }

  private static String title(String text) {
    Matcher quoted = TITLE.matcher(text);
    return quoted.find() ? quoted.group(1).strip() : "";
  }

  private static List<List<String>> columns(String code) {
    List<List<String>> columns = new ArrayList<>();
    boolean first = true;
    for (String row : code.split(";")) {
      if (row.isBlank()) {
        continue;
      }
      String[] cells = row.split("\\|", -1);
      for (int i = 0; i < cells.length; i++) {
        if (first) {
          if (!cells[i].strip().equals("P" + i)) {
            throw new Unreadable("the threads should be named P0, P1, ...");
          }
          columns.add(new ArrayList<>());
        } else if (i < columns.size()) {
          columns.get(i).add(cells[i]);
        } else {
          throw new Unreadable("a row has more columns than there are threads");
        }
      }
      first = false;
    }
    if (columns.isEmpty()) {
      throw new Unreadable("it has no threads");
    }
    return columns;
  }

  /**
   * Whether it accesses 8 bytes: then locations without a type have 8, as the values do not fit 4.
   */
  private static boolean isWide(AssemblyLine line) {
    String name = line.instruction().name();
    return name.equals("ld") || name.equals("sd") || name.endsWith(".d");
  }

  private void declare(String text, int usualBytes) {
    Matcher matcher = DECLARATION.matcher(text);
    if (!matcher.matches()) {
      throw new Unreadable("'%s' is no initial value that is understood here".formatted(text));
    }
    boolean pointer = "*".equals(matcher.group(2));
    int bytes = pointer ? 8 : bytes(matcher.group(1), usualBytes);
    String initial = matcher.group(4);
    Value value = initial == null ? new Constant(0) : ConditionParser.value(initial);
    if (value instanceof AddressOf(String name)) {
      if (name.contains(":")) {
        throw new Unreadable("'%s': addresses of code are not understood here".formatted(text));
      }
      locations.computeIfAbsent(name, _ -> new Location(name, usualBytes, new Constant(0)));
      bytes = 8;
    }
    switch (ConditionParser.observable(matcher.group(3).replace(" ", ""))) {
      case RegisterOf register -> {
        if (initial != null) {
          registers
              .computeIfAbsent(register.thread(), _ -> new TreeMap<>())
              .put(register.register(), value);
        }
      }
      case Memory(String name) -> locations.put(name, new Location(name, bytes, value));
    }
  }

  private static int bytes(String type, int usual) {
    return switch (type) {
      case null -> usual;
      case "int" -> 4;
      default -> Integer.parseInt(type.replaceAll("\\D", "")) / 8;
    };
  }

  private void mention(Observable observable, int bytes) {
    if (observable instanceof Memory(String name)) {
      locations.computeIfAbsent(name, _ -> new Location(name, bytes, new Constant(0)));
    }
  }

  /** What stands behind the code. */
  private static final class Tail {
    private Condition filter = new Condition.True();
    private Condition condition = new Condition.True();
    private Quantifier quantifier = Quantifier.EXISTS;
    private final List<Observable> shown = new ArrayList<>();

    private void read(String text) {
      String rest = text.strip();
      if (rest.startsWith("locations")) {
        int close = rest.indexOf(']', rest.indexOf('['));
        if (close < 0) {
          throw new Unreadable("the list of locations does not end");
        }
        shown.addAll(ConditionParser.observables(rest.substring(rest.indexOf('[') + 1, close)));
        read(rest.substring(close + 1));
      } else if (rest.startsWith("filter")) {
        Matcher next = TAIL.matcher(rest);
        if (!next.find("filter".length())) {
          throw new Unreadable("nothing is asked behind the filter");
        }
        filter = ConditionParser.parse(rest.substring("filter".length(), next.start()));
        read(rest.substring(next.start()));
      } else if (!rest.isEmpty()) {
        boolean negated = rest.startsWith("~");
        String question = negated ? rest.substring(1).strip() : rest;
        boolean exists = question.startsWith("exists");
        quantifier =
            negated ? Quantifier.NOT_EXISTS : exists ? Quantifier.EXISTS : Quantifier.FORALL;
        condition = ConditionParser.parse(question.substring("exists".length()));
      }
    }

    /** All that the question speaks of, and what else is to be shown. */
    private List<Observable> observables() {
      Map<String, Observable> all = new TreeMap<>();
      shown.forEach(each -> all.put(each.toString(), each));
      condition.forEachObservable(each -> all.put(each.toString(), each));
      return all.values().stream().sorted(Comparator.comparing(Object::toString)).toList();
    }
  }
}

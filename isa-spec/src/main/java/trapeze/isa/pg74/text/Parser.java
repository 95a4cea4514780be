package trapeze.isa.pg74.text;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Cause;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;

/** The first pass: lines become items at addresses, labels get their values. */
final class Parser {
  /** An item, where it lies and where it was written. */
  record Placed(Place place, int address, Item item, String text) {}

  private static final int DEEPEST = 16;
  private static final Pattern LABEL = Pattern.compile("([\\p{L}_@][\\p{L}\\p{N}_.@]*):\\s*(.*)");
  private static final Pattern CONSTANT =
      Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.]*)\\s*=\\s*(.*)");

  private final ThirdGeneration machine;
  private final Sources sources;
  private final int depth;
  private final List<Placed> items = new ArrayList<>();
  private final Map<String, Long> symbols = new LinkedHashMap<>();
  private final Map<String, Long> predefined = new LinkedHashMap<>();

  /** Addresses of literals that have been placed, by their text. */
  private final Map<String, Long> literals = new LinkedHashMap<>();

  private final Map<String, Place> waitingLiterals = new LinkedHashMap<>();
  private String lastLabel = "";
  private int address;
  private int memoryWords;
  private int including;

  Parser(ThirdGeneration machine, Sources sources, int depth) {
    this.machine = machine;
    this.sources = sources;
    this.depth = depth;
    Format format = machine.format();
    predefined.put("supervisor", Registers.SUPERVISOR);
    predefined.put("user", Registers.USER);
    predefined.put("cause.memory", (long) Cause.MEMORY.code());
    predefined.put("cause.privileged", (long) Cause.PRIVILEGED.code());
    predefined.put("cause.svc", (long) Cause.SUPERVISOR_CALL.code());
    predefined.put("cause.timer", (long) Cause.TIMER.code());
    predefined.put("at.l", (long) format.relocationAt());
    predefined.put("at.p", (long) format.counterAt());
    predefined.put("at.m", (long) format.modeAt());
    predefined.put("at.cause", (long) format.causeAt());
    predefined.put("address.bits", (long) format.addressBits());
    for (Operation operation : machine.operations()) {
      predefined.put("opcode." + operation.mnemonic(), (long) operation.opcode());
    }
  }

  void include(Place from, Path file) throws AssemblyException {
    if (including == DEEPEST) {
      throw new AssemblyException(
          from, "files include each other more than 16 deep; break the ring");
    }
    including++;
    parse(file, read(from, file));
    including--;
  }

  void parse(Path file, String text) throws AssemblyException {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      parseLine(file, new Place(file.toString(), number), line);
    }
  }

  Program finish(Place end) throws AssemblyException {
    placeLiterals();
    return new Encoder(machine, items, this::lookUp, literals)
        .program(end, Math.max(memoryWords, address), new TreeMap<>(symbols));
  }

  private void parseLine(Path file, Place place, String line) throws AssemblyException {
    String rest = Quoted.withoutComment(line);
    Matcher label = LABEL.matcher(rest);
    while (label.matches()) {
      define(place, label.group(1), address);
      rest = label.group(2);
      label = LABEL.matcher(rest);
    }
    if (rest.isEmpty()) {
      return;
    }
    Matcher constant = CONSTANT.matcher(rest);
    if (constant.matches() && operation(constant.group(1)) == null) {
      define(place, constant.group(1), compute(place, constant.group(2)));
      return;
    }
    String[] words = rest.split("\\s+", 2);
    String arguments = words.length > 1 ? words[1].strip() : "";
    if (words[0].startsWith(".")) {
      directive(file, place, words[0], arguments, line);
    } else {
      instruction(place, words[0], arguments, line);
    }
  }

  private void directive(Path file, Place place, String name, String arguments, String line)
      throws AssemblyException {
    switch (name) {
      case ".word" -> add(place, new Item.Words(scoped(Quoted.parts(arguments))), line);
      case ".psw" -> add(place, new Item.Words(scoped(List.of("psw(" + arguments + ")"))), line);
      case ".space" -> add(place, new Item.Known(new long[size(place, arguments)]), line);
      case ".org" -> {
        int target = size(place, arguments);
        if (target < address) {
          throw new AssemblyException(
              place,
              "%d words are in use already, .org cannot go back to %d".formatted(address, target));
        }
        add(place, new Item.Known(new long[target - address]), line);
      }
      case ".string" ->
          add(
              place,
              new Item.Known(
                  (Quoted.string(place, arguments) + '\0').chars().asLongStream().toArray()),
              line);
      case ".memory" -> memoryWords = size(place, arguments);
      case ".literals" -> placeLiterals();
      case ".include" -> include(place, beside(file, place, arguments));
      case ".program" -> embed(place, beside(file, place, arguments), line);
      default ->
          throw new AssemblyException(
              place,
              "no directive is called "
                  + name
                  + "; there are .word .psw .space .org .string .memory .literals .include"
                  + " .program");
    }
  }

  private void instruction(Place place, String mnemonic, String operand, String line)
      throws AssemblyException {
    Operation operation = operation(mnemonic);
    if (operation == null) {
      throw new AssemblyException(
          place, "the machine %s has no instruction %s".formatted(machine.name(), mnemonic));
    }
    if (operation.takesOperand() == operand.isEmpty()) {
      throw new AssemblyException(
          place, mnemonic + (operand.isEmpty() ? " needs an operand" : " takes no operand"));
    }
    String scoped = operand.isEmpty() ? null : scoped(operand);
    if (scoped != null && scoped.startsWith("=")) {
      String literal = scoped.substring(1).strip();
      if (!literals.containsKey(literal)) {
        waitingLiterals.putIfAbsent(literal, place);
      }
    }
    add(place, new Item.Instruction(mnemonic, scoped), line);
  }

  private @Nullable Operation operation(String mnemonic) {
    for (Operation operation : machine.operations()) {
      if (operation.mnemonic().equals(mnemonic)) {
        return operation;
      }
    }
    return null;
  }

  /** A program inside a program: assembled on its own, with all the memory that it wants. */
  private void embed(Place place, Path file, String line) throws AssemblyException {
    if (depth == DEEPEST) {
      throw new AssemblyException(
          place, "programs contain each other more than 16 deep; break the ring");
    }
    Parser parser = new Parser(machine, sources, depth + 1);
    parser.include(place, file);
    Program program = parser.finish(new Place(file.toString(), 1));
    long[] all = new long[program.memoryWords()];
    System.arraycopy(program.words(), 0, all, 0, program.words().length);
    add(place, new Item.Known(all), line);
  }

  private void placeLiterals() throws AssemblyException {
    for (Map.Entry<String, Place> literal : waitingLiterals.entrySet()) {
      literals.put(literal.getKey(), (long) address);
      add(literal.getValue(), new Item.Words(List.of(literal.getKey())), "=" + literal.getKey());
    }
    waitingLiterals.clear();
  }

  private void add(Place place, Item item, String line) throws AssemblyException {
    if (item.size() > machine.format().mostWords() - address) {
      throw new AssemblyException(
          place,
          "the program grows beyond the %d words that addresses can name"
              .formatted(machine.format().mostWords()));
    }
    items.add(new Placed(place, address, item, line));
    address += item.size();
  }

  private void define(Place place, String name, long value) throws AssemblyException {
    if (!name.startsWith("@")) {
      lastLabel = name;
    }
    String full = name.startsWith("@") ? lastLabel + name : name;
    if (predefined.containsKey(full) || full.equals("memory")) {
      throw new AssemblyException(place, full + " has a meaning already; choose another name");
    }
    if (symbols.putIfAbsent(full, value) != null) {
      throw new AssemblyException(place, full + " is defined twice");
    }
  }

  private List<String> scoped(List<String> expressions) {
    return expressions.stream().map(this::scoped).toList();
  }

  /** With the names of local labels made full. */
  private String scoped(String expression) {
    return expression.replaceAll(
        "(?<![\\p{L}\\p{N}_.'@])@", Matcher.quoteReplacement(lastLabel) + "@");
  }

  private long compute(Place place, String expression) throws AssemblyException {
    return Calculator.compute(
        machine.format(),
        place,
        name -> name.equals(".") ? Long.valueOf(address) : lookUp(name),
        scoped(expression));
  }

  /** The value of an expression whose symbols stand above it, as a number of words. */
  private int size(Place place, String expression) throws AssemblyException {
    long value = compute(place, expression);
    if (value < 0 || value > machine.format().mostWords()) {
      throw new AssemblyException(
          place, value + " words do not fit the machine's " + machine.format().mostWords());
    }
    return (int) value;
  }

  private @Nullable Long lookUp(String name) {
    Long value = symbols.get(name);
    if (value != null) {
      return value;
    }
    return name.equals("memory")
        ? Long.valueOf(Math.max(memoryWords, address))
        : predefined.get(name);
  }

  private static Path beside(Path file, Place place, String quoted) throws AssemblyException {
    String name = Quoted.string(place, quoted);
    try {
      return file.resolveSibling(name);
    } catch (InvalidPathException malformed) {
      throw new AssemblyException(place, "no file can be called " + quoted);
    }
  }

  private String read(Place from, Path file) throws AssemblyException {
    try {
      return sources.read(file);
    } catch (IOException unreadable) {
      throw new AssemblyException(from, "cannot read " + file + "; is the name right?");
    }
  }
}

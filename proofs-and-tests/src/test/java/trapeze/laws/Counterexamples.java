package trapeze.laws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import trapeze.shadow.Policy;

/**
 * The counterexamples as they are kept: a file of text, so that the next run need not search. A
 * line each: fault, tries, policy, difference, registers, start, address spaces, chunks; numbers in
 * base 16; a blank line behind each counterexample.
 */
final class Counterexamples {
  private Counterexamples() {}

  /** Where they are kept. */
  static final Path FILE = Path.of("src/test/resources/trapeze/laws/counterexamples.txt");

  /** Those that are kept, by the fault's name. */
  static Map<String, Counterexample> read() throws IOException {
    Map<String, Counterexample> found = new TreeMap<>();
    for (String paragraph : Files.readString(FILE).split("\n\n")) {
      if (!paragraph.isBlank()) {
        Counterexample each = parse(paragraph.strip().lines().toList());
        found.put(each.fault(), each);
      }
    }
    return found;
  }

  /** Keeps these. */
  static void write(List<Counterexample> all) throws IOException {
    Files.createDirectories(FILE.toAbsolutePath().getParent());
    Files.writeString(
        FILE, all.stream().map(Counterexamples::text).collect(Collectors.joining("\n")));
  }

  private static String text(Counterexample each) {
    Program program = each.program();
    List<String> lines = new ArrayList<>();
    lines.add("fault: " + each.fault());
    lines.add("tries: " + Integer.toHexString(each.tries()));
    lines.add("policy: " + each.policy().name());
    lines.add("difference: " + each.difference().replaceAll("\\s+", " "));
    lines.add("registers: " + longs(program.registers()));
    new TreeMap<>(program.start())
        .forEach((csr, value) -> lines.add("start: %x %x".formatted(csr, value)));
    for (PageTables space : program.tables()) {
      lines.add(
          "space: %x | %s | %s | %s"
              .formatted(
                  space.program(),
                  longs(space.data()),
                  longs(space.large()),
                  longs(space.frames())));
    }
    for (Chunk chunk : program.chunks()) {
      lines.add("chunk: %s | %s".formatted(chunk.name(), longs(chunk.words())).strip());
    }
    return String.join("\n", lines) + "\n";
  }

  private static String longs(List<? extends Number> numbers) {
    return numbers.stream()
        .map(
            each ->
                each instanceof Integer i
                    ? Integer.toHexString(i)
                    : Long.toHexString(each.longValue()))
        .collect(Collectors.joining(" "));
  }

  private static Counterexample parse(List<String> lines) {
    String fault = "";
    String difference = "";
    int tries = 0;
    Policy policy = Policy.FLUSH;
    List<Long> registers = List.of();
    Map<Integer, Long> start = new TreeMap<>();
    List<PageTables> spaces = new ArrayList<>();
    List<Chunk> chunks = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      switch (line.substring(0, colon)) {
        case "fault" -> fault = value;
        case "tries" -> tries = Integer.parseInt(value, 16);
        case "policy" -> policy = Policy.valueOf(value);
        case "difference" -> difference = value;
        case "registers" -> registers = longs(value);
        case "start" -> start.put(longs(value).getFirst().intValue(), longs(value).getLast());
        case "space" -> spaces.add(space(value.split(" \\| ", -1)));
        case "chunk" -> {
          int bar = value.indexOf(" |");
          chunks.add(new Chunk(value.substring(0, bar), ints(value.substring(bar + 2))));
        }
        default -> throw new IllegalArgumentException(FILE + ": what is '" + line + "'?");
      }
    }
    return new Counterexample(
        fault, tries, policy, new Program(chunks, spaces, start, registers), difference);
  }

  private static PageTables space(String[] parts) {
    return new PageTables(
        Integer.parseInt(parts[0], 16), longs(parts[1]), longs(parts[2]), ints(parts[3]));
  }

  private static List<Long> longs(String text) {
    return Arrays.stream(text.split(" "))
        .filter(each -> !each.isEmpty())
        .map(each -> Long.parseUnsignedLong(each, 16))
        .toList();
  }

  private static List<Integer> ints(String text) {
    return longs(text).stream().map(Long::intValue).toList();
  }
}

package trapeze.laws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    lines.addAll(ProgramText.lines(program));
    return String.join("\n", lines) + "\n";
  }

  private static Counterexample parse(List<String> lines) {
    String fault = "";
    String difference = "";
    int tries = 0;
    Policy policy = Policy.FLUSH;
    ProgramText program = new ProgramText();
    for (String line : lines) {
      if (program.read(line)) {
        continue;
      }
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      switch (line.substring(0, colon)) {
        case "fault" -> fault = value;
        case "tries" -> tries = Integer.parseInt(value, 16);
        case "policy" -> policy = Policy.valueOf(value);
        case "difference" -> difference = value;
        default -> throw new IllegalArgumentException(FILE + ": what is '" + line + "'?");
      }
    }
    return new Counterexample(fault, tries, policy, program.program(), difference);
  }
}

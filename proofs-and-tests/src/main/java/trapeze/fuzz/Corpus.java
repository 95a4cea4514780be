package trapeze.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trapeze.console.UserError;
import trapeze.laws.Program;
import trapeze.laws.ProgramText;

/**
 * Programs that did something that none before them did, and what all of them did together. Kept in
 * a folder, if there is one, so that a later run goes on from there. For many threads.
 *
 * <p>The folder has a file for each program, {@code coverage.txt} with the name of each point, and
 * {@code state.txt} with the counts.
 */
final class Corpus {
  private static final String PROGRAM = ".program";

  private final CoveragePoints points;
  private final Optional<Path> folder;
  private final List<Program> programs = new ArrayList<>();
  private final BitSet seen = new BitSet();
  private int saved;

  /** What an earlier run has kept in a folder, if there is one and it has. */
  Corpus(CoveragePoints points, Optional<Path> folder) {
    this.points = points;
    this.folder = folder;
    folder.ifPresent(this::read);
  }

  private void read(Path from) {
    try {
      Files.createDirectories(from);
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.sorted().toList()) {
          if (file.toString().endsWith(PROGRAM)) {
            programs.add(readProgram(file));
          }
        }
      }
      saved = programs.size();
      Path coverage = from.resolve("coverage.txt");
      if (Files.exists(coverage)) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int point = points.first(); point < points.end(); point++) {
          numbers.put(points.name(point), point);
        }
        for (String line : Files.readAllLines(coverage)) {
          Integer point = numbers.get(line);
          if (point != null) {
            seen.set(point);
          }
        }
      }
    } catch (IOException e) {
      throw new UserError(
          "--corpus", "%s cannot be read or made: %s".formatted(from, e.getMessage()));
    }
  }

  /** Reads a program from a file of lines of text, of which others are left alone. */
  static Program readProgram(Path file) {
    try {
      ProgramText text = new ProgramText();
      for (String line : Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
        text.read(line);
      }
      return text.program();
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UserError(file.toString(), "is no program of the fuzzer: " + e.getMessage());
    }
  }

  /** One of the programs; nothing while there is none. */
  synchronized Optional<Program> any(RandomGenerator random) {
    return programs.isEmpty()
        ? Optional.empty()
        : Optional.of(programs.get(random.nextInt(programs.size())));
  }

  /** Notes what a run of a program has done, and keeps it if some of that is new. */
  synchronized void note(Program program, Coverage coverage) {
    int before = seen.cardinality();
    seen.or(coverage.seen());
    if (seen.cardinality() == before) {
      return;
    }
    programs.add(program);
    if (folder.isPresent()) {
      saved++;
      write(
          folder.get().resolve("%06d%s".formatted(saved, PROGRAM)),
          String.join("\n", ProgramText.lines(program)) + "\n");
    }
  }

  /** What a run has counted so far, from all runs of this corpus. */
  Map<String, Long> counts() {
    Path file = folder.map(each -> each.resolve("state.txt")).orElse(Path.of(""));
    if (folder.isEmpty() || !Files.exists(file)) {
      return Map.of();
    }
    try {
      return Files.readAllLines(file).stream()
          .map(line -> line.split(": "))
          .filter(parts -> parts.length == 2)
          .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1].strip())));
    } catch (IOException | NumberFormatException e) {
      throw new UserError(
          file.toString(),
          "cannot be read (%s); remove it to begin with new counts".formatted(e.getMessage()));
    }
  }

  /** Writes what is known into the folder, if there is one. */
  synchronized void save(Map<String, Long> counts) {
    if (folder.isEmpty()) {
      return;
    }
    write(
        folder.get().resolve("coverage.txt"),
        seen.stream().mapToObj(points::name).collect(Collectors.joining("\n", "", "\n")));
    write(
        folder.get().resolve("state.txt"),
        counts.entrySet().stream()
            .map(each -> each.getKey() + ": " + each.getValue())
            .sorted()
            .collect(Collectors.joining("\n", "", "\n")));
  }

  synchronized int size() {
    return programs.size();
  }

  synchronized BitSet seen() {
    return (BitSet) seen.clone();
  }

  private static void write(Path file, String text) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be written: " + e.getMessage());
    }
  }
}

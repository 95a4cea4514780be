package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;

/**
 * A program of the {@code riscv-arch-test} suite. It cannot fail by itself: it leaves a signature,
 * which must be that of the reference model.
 *
 * <p>Beside {@code NAME.elf} there may be {@code NAME.reference}, the signature that is expected,
 * and {@code NAME.test}, whose lines are {@code needs PATTERN}, a pattern that the beginning of the
 * string of the machine's extensions must match, or {@code problem TEXT}, why the program could not
 * be built.
 */
record ArchTest(Path file, String name, String family) implements Program {
  private static final long MOST_STEPS = 50_000_000;
  private static final String ELF = ".elf";
  private static final String TEST = ".test";
  private static final String REFERENCE = ".reference";
  private static final String NEEDS = "needs ";
  private static final String PROBLEM = "problem ";

  /** Whether a file belongs to a test of its own. */
  static boolean isOne(Path file) {
    String name = file.toString();
    return (name.endsWith(ELF) || name.endsWith(TEST)) && Files.isRegularFile(file);
  }

  /** A path without the end that says what it is. */
  static String stem(Path file) {
    return file.toString().replaceFirst("\\.(elf|test)$", "");
  }

  /** The program of a test. */
  static Path program(String stem) {
    return Path.of(stem + ELF);
  }

  /** The test in a file of this tree. */
  static ArchTest of(Path tree, Path file) {
    String name = stem(tree.relativize(file));
    int folder = name.lastIndexOf('/');
    return new ArchTest(file, name, folder < 0 ? "program" : name.substring(0, folder));
  }

  boolean hasReference() {
    return Files.isRegularFile(beside(REFERENCE));
  }

  private Path beside(String suffix) {
    return Path.of(stem(file) + suffix);
  }

  @Override
  public @Nullable String reasonToSkip(Implementation implementation) {
    Path notes = beside(TEST);
    if (!Files.isRegularFile(notes)) {
      return null;
    }
    String claims = Claims.of(implementation).spelled();
    for (String line : linesOf(notes)) {
      if (line.startsWith(NEEDS) && !matches(notes, line.substring(NEEDS.length()), claims)) {
        return "the machine is not " + line.substring(NEEDS.length()).replace(".*", " ").strip();
      }
    }
    for (String line : linesOf(notes)) {
      if (line.startsWith(PROBLEM)) {
        return line.substring(PROBLEM.length());
      }
    }
    return Files.isRegularFile(file)
        ? null
        : "it was not built, for the machine was not what it needs; build the suite again";
  }

  private static boolean matches(Path file, String pattern, String claims) {
    try {
      return Pattern.compile(pattern).matcher(claims).lookingAt();
    } catch (PatternSyntaxException e) {
      throw new UserError(file.toString(), "'%s' is no pattern".formatted(pattern));
    }
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  @Override
  public Verdict run(Bench bench) {
    HtifRun run = HtifRun.of(file, bench, 1, MOST_STEPS, _ -> {});
    Signature signature = run.signature();
    if (signature != null) {
      bench.signatures().accept(bench.target(), name, signature);
    }
    if (run.end() == null) {
      return new Verdict.Failed(run.problem());
    }
    if (signature == null) {
      return new Verdict.Failed("the file has no symbols begin_signature and end_signature");
    }
    return hasReference()
        ? compared(signature)
        : new Verdict.Skipped("no reference signature: run, not judged");
  }

  private Verdict compared(Signature signature) {
    List<String> expected =
        linesOf(beside(REFERENCE)).stream()
            .map(line -> line.strip().toLowerCase(Locale.ROOT))
            .filter(line -> !line.isEmpty())
            .toList();
    if (expected.isEmpty()) {
      return new Verdict.Skipped("the reference signature is empty: run, not judged");
    }
    List<String> actual = signature.lines(expected.getFirst().length() / 2);
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      if (!expected.get(i).equals(actual.get(i))) {
        return new Verdict.Failed(
            "line %d of the signature is %s, not %s"
                .formatted(i + 1, actual.get(i), expected.get(i)));
      }
    }
    return expected.size() == actual.size()
        ? new Verdict.Passed()
        : new Verdict.Failed(
            "the signature has %d lines, not %d".formatted(actual.size(), expected.size()));
  }
}

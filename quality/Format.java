import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or applies the formatter over every Java source of the project, in one process.
 *
 * <p>The build starts this file directly, with the formatter on the class path; the arguments are
 * the project's root folder and {@code check} or {@code apply}.
 */
final class Format {

  private Format() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toRealPath();
    boolean apply = arguments[1].equals("apply");
    List<String> options = new ArrayList<>();
    options.addAll(apply ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> isSource(root.relativize(file)))
          .map(Path::toString)
          .forEach(options::add);
    }
    StringWriter wrong = new StringWriter();
    int result =
        ToolProvider.findFirst("google-java-format")
            .orElseThrow()
            .run(
                new PrintWriter(wrong),
                new PrintWriter(System.err, true),
                options.toArray(String[]::new));
    if (result != 0) {
      wrong
          .toString()
          .lines()
          .map(file -> root.relativize(Path.of(file)))
          .forEach(System.err::println);
      System.err.println("not formatted as the formatter would: run ./trapeze format");
    }
    System.exit(result);
  }

  private static boolean isSource(Path file) {
    for (Path part : file) {
      String name = part.toString();
      if (name.equals("target") || name.startsWith(".")) {
        return false;
      }
    }
    return file.toString().endsWith(".java");
  }
}

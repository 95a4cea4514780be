import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Error Prone and NullAway over the sources of all modules, main and test, in one compilation.
 *
 * <p>It stands apart from the compilation that makes the classes, so that the everyday build does
 * not pay for it, and it leaves no file behind. The build starts this file directly, with the
 * project's class path and the checkers on its own; the argument is the project's root folder.
 */
final class Analyse {

  /** Warnings of Error Prone that are errors here; its other warnings are matters of taste. */
  private static final List<String> ERRORS =
      List.of(
          "BadImport",
          "CatchAndPrintStackTrace",
          "ClassCanBeStatic",
          "DoubleCheckedLocking",
          "EmptyBlockTag",
          "EmptyCatch",
          "EqualsGetClass",
          "Finally",
          "IntLongMath",
          "InvalidBlockTag",
          "InvalidInlineTag",
          "InvalidLink",
          "InvalidThrows",
          "LongDoubleConversion",
          "MissingOverride",
          "MutableConstantField",
          "NarrowingCompoundAssignment",
          "NonAtomicVolatileUpdate",
          "NullAway",
          "ReturnFromVoid",
          "StaticAssignmentInConstructor",
          "SynchronizeOnNonFinalField",
          "ThreadJoinLoop",
          "UnnecessaryParentheses",
          "UnusedMethod",
          "UnusedNestedClass",
          "UnusedVariable",
          "WaitNotInLoop");

  private Analyse() {}

  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]).toRealPath();
    String classPath = System.getProperty("java.class.path");
    List<String> options =
        new ArrayList<>(
            List.of(
                "--source=25",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-proc:none",
                "-XDcompilePolicy=simple",
                "--should-stop=ifError=FLOW",
                "--should-stop=ifNoError=FLOW",
                "-Xmaxerrs",
                "1000",
                "-classpath",
                classPath,
                "-processorpath",
                classPath,
                checks()));
    try (Stream<Path> modules = Files.list(root)) {
      for (Path module : modules.sorted().toList()) {
        addSources(module.resolve("src/main/java"), options);
        addSources(module.resolve("src/test/java"), options);
      }
    }
    System.exit(
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, options.toArray(String[]::new)));
  }

  private static String checks() {
    return "-Xplugin:ErrorProne -XepDisableAllWarnings -XepOpt:NullAway:OnlyNullMarked=true "
        + ERRORS.stream().map(check -> "-Xep:" + check + ":ERROR").collect(Collectors.joining(" "));
  }

  private static void addSources(Path folder, List<String> options) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(options::add);
    }
  }
}

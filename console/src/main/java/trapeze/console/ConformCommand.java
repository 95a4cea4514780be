package trapeze.console;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.conform.JUnitFile;
import trapeze.console.conform.RiscvTest;
import trapeze.console.conform.TestMachine;
import trapeze.console.conform.Verdict;
import trapeze.machine.board.Implementation;

/** {@code trapeze conform}: a public test suite, on the bare machine or in a virtual one. */
@Command(
    name = "conform",
    description = {
      "Runs a public test suite, each test on a machine of its own: a line a test, then the"
          + " counts.",
      "The suite is not part of Trapeze; build it and give the folder of its programs."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze conform riscv-tests/isa",
      "  trapeze conform --on vm --filter 'rv64{ui,mi,si}-p-*' riscv-tests/isa",
      "",
      "Exit code: 0 if no test failed, else 1."
    })
final class ConformCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Mixin private BoardOptions boards = new BoardOptions();

  @Parameters(paramLabel = "FOLDER", description = "the suite's programs")
  private Path folder = Path.of("");

  @Option(names = "--suite", paramLabel = "riscv-tests", description = "which suite it is")
  private Suite suite = Suite.RISCV_TESTS;

  @Option(
      names = "--on",
      paramLabel = "machine|vm",
      description = "the bare machine, or a virtual machine on it (machine)")
  private TestMachine kind = TestMachine.MACHINE;

  @Option(names = "--filter", paramLabel = "GLOB", description = "only tests of such names (*)")
  private String filter = "*";

  @Option(names = "--jobs", paramLabel = "NUMBER", description = "tests at a time (one a core)")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = "--junit", paramLabel = "FILE", description = "write the verdicts as JUnit's XML")
  private @Nullable Path junit;

  /** The suites that are known. */
  enum Suite {
    RISCV_TESTS {
      @Override
      public String toString() {
        return "riscv-tests";
      }
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (jobs < 1) {
      throw new UserError("--jobs", "%d is no number of tests; give 1 or more".formatted(jobs));
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + filter);
    List<RiscvTest> tests =
        RiscvTest.in(folder).stream()
            .filter(test -> matcher.matches(Path.of(test.name())))
            .toList();
    if (tests.isEmpty()) {
      throw new UserError("--filter", "no test in %s matches '%s'".formatted(folder, filter));
    }
    Map<RiscvTest, Verdict> verdicts = runAll(tests);
    printCounts(verdicts);
    if (junit != null) {
      JUnitFile.write(junit, suite + " on " + kind.name().toLowerCase(Locale.ROOT), verdicts);
    }
    boolean failed = verdicts.values().stream().anyMatch(Verdict.Failed.class::isInstance);
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private Map<RiscvTest, Verdict> runAll(List<RiscvTest> tests) throws InterruptedException {
    Implementation implementation = boards.implementation();
    Map<RiscvTest, Future<Verdict>> running = new LinkedHashMap<>();
    Map<RiscvTest, Verdict> verdicts = new LinkedHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
      for (RiscvTest test : tests) {
        running.put(test, pool.submit(() -> test.run(kind, implementation)));
      }
      for (Map.Entry<RiscvTest, Future<Verdict>> entry : running.entrySet()) {
        Verdict verdict = verdict(entry.getValue());
        verdicts.put(entry.getKey(), verdict);
        io().out().printf("%-40s %s%n", entry.getKey().name(), verdict);
        io().out().flush();
      }
    }
    return verdicts;
  }

  private static Verdict verdict(Future<Verdict> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      return new Verdict.Failed("Trapeze itself failed: " + e.getCause());
    }
  }

  private void printCounts(Map<RiscvTest, Verdict> verdicts) {
    Map<String, Map<RiscvTest, Verdict>> families = new TreeMap<>();
    verdicts.forEach(
        (test, verdict) ->
            families.computeIfAbsent(test.family(), _ -> new LinkedHashMap<>()).put(test, verdict));
    io().out().printf("%n%-20s %6s %6s %6s%n", "", "passed", "failed", "skipped");
    families.forEach((family, those) -> printCount(family, those.values()));
    printCount("all", verdicts.values());
    io().out().flush();
  }

  private void printCount(String title, Collection<Verdict> verdicts) {
    io().out()
        .printf(
            "%-20s %6d %6d %6d%n",
            title,
            verdicts.stream().filter(Verdict.Passed.class::isInstance).count(),
            verdicts.stream().filter(Verdict.Failed.class::isInstance).count(),
            verdicts.stream().filter(Verdict.Skipped.class::isInstance).count());
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }
}

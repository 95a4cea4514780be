package trapeze.console;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.conform.Bench;
import trapeze.console.conform.Claims;
import trapeze.console.conform.JUnitFile;
import trapeze.console.conform.Program;
import trapeze.console.conform.Progress;
import trapeze.console.conform.Result;
import trapeze.console.conform.SignatureSink;
import trapeze.console.conform.Suite;
import trapeze.console.conform.SuiteRun;
import trapeze.console.conform.Tally;
import trapeze.console.conform.TallyText;
import trapeze.console.conform.Target;

/** {@code trapeze conform}: a public test suite, bare and in virtual machines. */
@Command(
    name = "conform",
    description = {
      "Runs a public test suite, each program on a machine of its own: a line a program, then a"
          + " table.",
      "The suite is not part of Trapeze; build it and give the folder of its programs, or one"
          + " program.",
      "Suites: riscv-tests, riscv-arch-test, testfloat, whose path is that of its testfloat_gen,"
          + " kvm-unit-tests, which FIRMWARE_OVERRIDE gives other firmware than the SBI in Java,"
          + " and riscv-hyp-tests."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze conform riscv-tests/isa",
      "  trapeze conform --on machine,vm,vm2 --jobs 4 riscv-tests/isa",
      "  trapeze conform --on vm --filter 'rv64{ui,mi,si}-p-*' riscv-tests/isa",
      "  trapeze conform --suite riscv-arch-test --on machine,vm built-arch-test --junit out.xml",
      "  trapeze conform --suite testfloat --on machine,vm --filter 'f32_*' testfloat_gen",
      "  trapeze conform --suite kvm-unit-tests --on machine,vm kvm-unit-tests",
      "  trapeze conform --suite riscv-hyp-tests --hypervisor --on machine,vm built-hyp-tests",
      "  trapeze conform --hypervisor --on vm,hardware --filter 'hyperv*' riscv-tests/isa",
      "  trapeze conform --suite riscv-arch-test +signature=add.sig"
          + " +signature-granularity=8 add-01.elf",
      "",
      "Exit code: 0 if no program failed, else 1."
    })
final class ConformCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;

  @Mixin private BoardOptions boards = new BoardOptions();
  @Mixin private SignatureOptions signatures = new SignatureOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "PATH",
      description = "the folder of the suite's programs, or one of them")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--suite", paramLabel = "NAME", description = "which suite it is (riscv-tests)")
  private String suiteName = "riscv-tests";

  @Option(
      names = "--on",
      split = ",",
      paramLabel = "TARGET",
      description =
          "machine, the bare one; vm, a virtual machine on it; vm2, a virtual machine on that;"
              + " supervisor, hardware, hardware-shadow, a virtual machine by that design;"
              + " or several of them (machine)")
  private List<Target> targets = new ArrayList<>();

  @Option(names = "--filter", paramLabel = "GLOB", description = "only programs so named (*)")
  private String filter = "*";

  @Option(
      names = "--harts",
      paramLabel = "NUMBER",
      description = "harts of each machine (as many as the program asks for)")
  private @Nullable Integer harts;

  @Option(
      names = "--level",
      paramLabel = "NUMBER",
      description = "how thorough: testfloat has 1 and 2 (1)")
  private int level = 1;

  @Option(names = "--jobs", paramLabel = "NUMBER", description = "runs at a time (one a core)")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(names = "--junit", paramLabel = "FILE", description = "write the verdicts as JUnit's XML")
  private @Nullable Path junit;

  @Option(names = "--markdown", paramLabel = "FILE", description = "write the table in Markdown")
  private @Nullable Path markdown;

  @Option(
      names = "--isa",
      description = "only print the machine's extensions, in the order of tests' conditions")
  private boolean wantsIsa;

  @Override
  public Integer call() throws InterruptedException {
    if (wantsIsa) {
      io().out().println(Claims.of(boards.implementation()).spelled());
      return ExitCode.OK;
    }
    requireNumbers();
    Suite suite = Suite.named(suiteName).atLevel(level);
    List<Target> chosen =
        targets.isEmpty() ? List.of(Target.MACHINE) : targets.stream().distinct().sorted().toList();
    List<? extends Program> programs = programs(suite, path());
    SignatureSink sink = signatures.sink(programs.size(), chosen);
    String warning = suite.warning(programs);
    if (warning != null) {
      io().say(warning);
    }
    List<Bench> benches =
        chosen.stream()
            .map(
                target ->
                    new Bench(target, boards.implementation(), boards.translation(), harts, sink))
            .toList();
    Progress progress = new Progress(io(), programs.size());
    List<Result> results = new SuiteRun(benches, jobs).run(programs, progress::tell);
    Tally tally = new Tally(chosen, results);
    io().out().print(TallyText.columns(tally));
    io().out().flush();
    if (junit != null) {
      JUnitFile.write(junit, suite.name(), chosen, properties(suite), results);
    }
    if (markdown != null) {
      write(markdown, TallyText.markdown(tally));
    }
    return tally.hasFailures() ? ExitCode.FAILED : ExitCode.OK;
  }

  private void requireNumbers() {
    if (jobs < 1) {
      throw new UserError("--jobs", "%d is no number of runs; give 1 or more".formatted(jobs));
    }
    if (harts != null && (harts < 1 || harts > 64)) {
      throw new UserError("--harts", "%d is not between 1 and 64".formatted(harts));
    }
  }

  /** The one argument that is a path; the others are Spike's way to ask for signatures. */
  private Path path() {
    List<String> paths =
        arguments.stream().filter(argument -> !signatures.takes(argument)).toList();
    if (paths.size() != 1) {
      throw new UserError(
          "conform",
          "give one folder of a suite's programs, or one program, not %d".formatted(paths.size()));
    }
    return Path.of(paths.getFirst());
  }

  private List<? extends Program> programs(Suite suite, Path path) {
    PathMatcher matcher = matcher();
    List<? extends Program> programs =
        suite.programs(path).stream()
            .filter(program -> matches(matcher, Path.of(program.name())))
            .toList();
    if (programs.isEmpty()) {
      throw new UserError("--filter", "no program in %s matches '%s'".formatted(path, filter));
    }
    return programs;
  }

  /** The pattern is about whole names, or about their last parts. */
  private static boolean matches(PathMatcher matcher, Path name) {
    return matcher.matches(name) || matcher.matches(name.getFileName());
  }

  private PathMatcher matcher() {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + filter);
    } catch (PatternSyntaxException e) {
      throw new UserError("--filter", "'%s' is no pattern of names".formatted(filter));
    }
  }

  private Map<String, String> properties(Suite suite) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("suite", suite.name());
    properties.put("isa", boards.implementation().isa());
    properties.put("mmu-type", boards.implementation().mmuType());
    properties.put("harts", harts == null ? "as programs ask" : harts.toString());
    return properties;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }
}

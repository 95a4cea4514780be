package trapeze.console.conform;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Implementation;

/**
 * A program of the {@code riscv-tests} suite. It stores its result in the memory word {@code
 * tohost}: 1 if it is content, {@code n << 1 | 1} if its test case n has failed.
 *
 * @param family what stands before the last hyphens, such as {@code rv64ui-p}
 */
record RiscvTest(Path file, String name, String family) implements Program {
  /** Steps after which a test has no result any more; the longest needs about a tenth. */
  private static final long MOST_STEPS = 20_000_000;

  private static final long MOST_STEPS_OF_A_BENCHMARK = 1_000_000_000;

  /** The family of those that are built for speed, not for one instruction. */
  private static final String BENCHMARKS = "benchmarks";

  /** Harts of programs that all harts are to run. */
  private static final int MANY = 4;

  private static final Pattern NAME =
      Pattern.compile("([a-z0-9]+(?:-svadu)?-(?:p|v|pm|pt))(?:-[0-9])?-[a-z0-9_-]+");
  private static final Pattern BENCHMARK = Pattern.compile("([a-z0-9-]+)\\.riscv");
  private static final Pattern EXTENSION = Pattern.compile("rv64[usm]([a-z]+)-.*");

  /** Names that are not an extension's own. */
  private static final Map<String, String> MEANT = Map.of("zicbo", "zicboz");

  /** The test in a file, if its name is that of one. */
  static @Nullable RiscvTest of(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches()) {
      return new RiscvTest(file, name, matcher.group(1));
    }
    Matcher benchmark = BENCHMARK.matcher(name);
    return benchmark.matches() ? new RiscvTest(file, benchmark.group(1), BENCHMARKS) : null;
  }

  /** The test in a file, whatever its name. */
  static RiscvTest named(Path file) {
    RiscvTest test = of(file);
    return test == null ? new RiscvTest(file, String.valueOf(file.getFileName()), "program") : test;
  }

  @Override
  public @Nullable String reasonToSkip(Implementation implementation) {
    String missing = missing(Claims.of(implementation));
    return missing == null ? null : "the machine has no " + missing;
  }

  @Override
  public Verdict run(Bench bench) {
    int harts = family.endsWith("-pm") ? MANY : 1;
    long most = family.equals(BENCHMARKS) ? MOST_STEPS_OF_A_BENCHMARK : MOST_STEPS;
    HtifRun run = HtifRun.of(file, bench, harts, most, _ -> {});
    Signature signature = run.signature();
    if (signature != null) {
      bench.signatures().accept(bench.target(), name, signature);
    }
    Long end = run.end();
    if (end == null) {
      return new Verdict.Failed(run.problem());
    }
    return end == 0 ? new Verdict.Passed() : new Verdict.Failed("test case %d".formatted(end));
  }

  /** The extension that the test is about, if the machine does not have it. */
  private @Nullable String missing(Claims claims) {
    if (family.startsWith("hypervisor")) {
      return claims.has("h") ? null : "H";
    }
    if (family.equals(BENCHMARKS) && name.startsWith("vec-")) {
      return claims.has("v") ? null : "V";
    }
    Matcher matcher = EXTENSION.matcher(family);
    if (!matcher.matches()) {
      return null;
    }
    String extension = MEANT.getOrDefault(matcher.group(1), matcher.group(1));
    return claims.has(extension) ? null : Claims.spelled(extension);
  }
}

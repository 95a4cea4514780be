package trapeze.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import trapeze.console.bench.Benchmark;
import trapeze.console.bench.Kernel;
import trapeze.console.bench.Paging;
import trapeze.console.bench.Platform;
import trapeze.console.bench.Results;
import trapeze.console.compare.Names;
import trapeze.machine.engine.Optimisation;

/** {@code trapeze bench}: kernels timed on the machine, under monitors and on QEMU. */
@Command(
    name = "bench",
    description = {
      "Times kernels of our own on the machine, under monitors and on QEMU if it is installed.",
      "A time is the CPU time of all threads of a process, for the last of laps of which each has"
          + " twice the work of the one before. All platforms take turns, round by round; ratios"
          + " are of the same round. A run with a wrong checksum has no time."
    },
    footer = {
      "",
      "Patterns are a shell's: *, ?, [abc]. From a source tree, './trapeze bench --jmh' with JMH's"
          + " own arguments runs the benchmarks of the inner loops.",
      "",
      "Examples:",
      "  trapeze bench",
      "  trapeze bench --list",
      "  trapeze bench --kernel sha256,matmul --platform bare,virtual,qemu --rounds 5",
      "  trapeze bench --kernel '*-call,csr,device,fence' --platform bare,virtual",
      "  trapeze bench --kernel fork,fill,sort --platform 'policy-*'",
      "  trapeze bench --kernel sort,csr --ablate",
      "  trapeze bench --kernel 'm*' --platform bare --ablate 'regions-*' --rounds 5",
      "  trapeze bench --platform '*' --json bench.json --plot bench.html",
      "  trapeze bench --kernel chase --paging large --seconds 2 --plot chase.svg",
      "",
      "Exit code: 0 if every run ended as it should, else 1."
    })
final class BenchCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 1000;
  private static final double LEAST_SECONDS = 0.01;
  private static final double MOST_SECONDS = 100;
  private static final int MOST_SECONDS_TO_END = 5;

  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--kernel",
      split = ",",
      paramLabel = "PATTERN",
      description = "only kernels so named (all)")
  private List<String> kernels = new ArrayList<>();

  @Option(
      names = "--platform",
      split = ",",
      paramLabel = "PATTERN",
      description = "only platforms so named (interpreter, bare, virtual, depth2, qemu)")
  private List<String> platforms = new ArrayList<>();

  @Option(names = "--rounds", paramLabel = "NUMBER", description = "how often all are timed (3)")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      paramLabel = "NUMBER",
      description = "CPU time that a time is to take, about, after as much to warm up (1)")
  private double seconds = 1;

  @Option(
      names = "--without",
      paramLabel = "NAME,...",
      completionCandidates = OptimisationNames.class,
      description =
          "optimisations that Trapeze's platforms are to do without, as --list has them (none)")
  private String without = "";

  @Option(
      names = "--ablate",
      arity = "0..1",
      fallbackValue = "*",
      split = ",",
      paramLabel = "PATTERN",
      description =
          "time the platforms (virtual) also without each optimisation so named in turn (all), and"
              + " show what each is worth")
  private List<String> ablate = new ArrayList<>();

  @Option(
      names = "--paging",
      paramLabel = "small|large|off",
      description = "whether RAM is mapped in pages of 4 KiB, of 1 GiB, or not at all (small)")
  private Paging paging = Paging.SMALL;

  @Option(
      names = "--qemu",
      paramLabel = "FILE",
      description = "the QEMU to run (qemu-system-riscv64)")
  private String qemu = "qemu-system-riscv64";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "write every time as JSON, as they come")
  private @Nullable Path json;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "write a plot: FILE.svg, or FILE.html with the tables too, needs no network")
  private @Nullable Path plot;

  @Option(names = "--list", description = "only list kernels, platforms and optimisations")
  private boolean wantsList;

  @Override
  public Integer call() {
    Io io = Objects.requireNonNull(main).io();
    if (wantsList) {
      list(io);
      return ExitCode.OK;
    }
    check();
    Benchmark benchmark = new Benchmark(io, paging, rounds, seconds, qemu);
    CountDownLatch isOver = new CountDownLatch(1);
    Thread stopping = new Thread(() -> stop(benchmark, isOver));
    Runtime.getRuntime().addShutdownHook(stopping);
    try {
      return run(benchmark, io);
    } finally {
      isOver.countDown();
    }
  }

  /** Ctrl-C: no process is left behind, and what has been timed is shown. */
  private static void stop(Benchmark benchmark, CountDownLatch isOver) {
    benchmark.stop();
    try {
      isOver.await(MOST_SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int run(Benchmark benchmark, Io io) {
    List<Optimisation> ablated =
        ablate.isEmpty()
            ? List.of()
            : Names.select(
                "--ablate", ablate, List.of(Optimisation.values()), Optimisation::toString);
    Results results =
        benchmark.run(
            Names.select(
                "--kernel", kernels.isEmpty() ? List.of("*") : kernels, Kernel.ALL, Kernel::name),
            platforms(),
            ablated,
            command(),
            this::write);
    Benchmark.lines(results).forEach(io.out()::println);
    io.out().flush();
    write(results);
    if (plot != null) {
      write(plot, isPage(plot) ? Benchmark.page(results) : Benchmark.drawing(results));
    }
    return results.problems().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private List<Platform> platforms() {
    Set<Optimisation> unwanted = OptimisationNames.read(without);
    List<String> usual = ablate.isEmpty() ? Benchmark.USUAL : List.of(Platform.VIRTUAL);
    return Names.select(
            "--platform", platforms.isEmpty() ? usual : platforms, Platform.ALL, Platform::name)
        .stream()
        .map(each -> each.without(unwanted))
        .toList();
  }

  private void write(Results results) {
    if (json != null) {
      write(json, Benchmark.json(results));
    }
  }

  private void check() {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new UserError("--rounds", "%d is not between 1 and %d".formatted(rounds, MOST_ROUNDS));
    }
    if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
      throw new UserError("--seconds", "%s is not between 0.01 and 100".formatted(seconds));
    }
    for (Path file : new Path[] {json, plot}) {
      Path folder = file == null ? null : file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new UserError(String.valueOf(file), "its folder does not exist; make it first");
      }
    }
    if (plot != null && !isPage(plot) && !plot.toString().endsWith(".svg")) {
      throw new UserError("--plot", "'%s' ends with neither .svg nor .html".formatted(plot));
    }
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".html");
  }

  private static void list(Io io) {
    io.out().println("Kernels:");
    for (Kernel kernel : Kernel.ALL) {
      io.out().printf("  %-20s %s%n", kernel.name(), kernel.group().title());
    }
    io.out().println("Platforms:");
    for (Platform platform : Platform.ALL) {
      io.out().printf("  %-20s %s%n", platform.name(), platform.meaning());
    }
    io.out().println("Optimisations:");
    for (Optimisation optimisation : Optimisation.values()) {
      io.out().printf("  %-24s %s%n", optimisation, optimisation.meaning());
    }
    io.out().flush();
  }

  private String command() {
    return Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs().stream()
        .map(word -> word.matches("[A-Za-z0-9_./,=:+-]+") ? word : "'" + word + "'")
        .collect(Collectors.joining(" ", "./trapeze ", ""));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}

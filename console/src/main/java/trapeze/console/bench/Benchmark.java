package trapeze.console.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.Io;
import trapeze.console.UserError;
import trapeze.machine.engine.Optimisation;

/** Times kernels on platforms, and shows what was found. */
public final class Benchmark {
  /** Platforms that are taken if none is asked for. */
  public static final List<String> USUAL =
      List.of("interpreter", Platform.BARE, Platform.VIRTUAL, "depth2", Platform.QEMU);

  private final Io io;
  private final Paging paging;
  private final int rounds;
  private final double seconds;
  private final String qemu;
  private volatile @Nullable Runner runner;

  /**
   * A benchmark.
   *
   * @param io where progress is told
   * @param seconds of CPU that a time is to take, about
   * @param qemu path or name of {@code qemu-system-riscv64}
   */
  public Benchmark(Io io, Paging paging, int rounds, double seconds, String qemu) {
    this.io = io;
    this.paging = paging;
    this.rounds = rounds;
    this.seconds = seconds;
    this.qemu = qemu;
  }

  /** Ends the process that runs; what has been found so far is the result. */
  public void stop() {
    Runner running = runner;
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Times them. QEMU is left out if it is not there, and kernels that need paging if there is none.
   *
   * @param ablated what is left out of each platform in turn, but of QEMU
   * @param command as it was given
   * @param fresh is given what there is after each time
   * @throws UserError if nothing is left to be timed
   */
  public Results run(
      List<Kernel> kernels,
      List<Platform> platforms,
      List<Optimisation> ablated,
      String command,
      Consumer<Results> fresh) {
    double load = Host.load();
    try (Runner running = new Runner(paging, qemu)) {
      runner = running;
      boolean wantsQemu = platforms.stream().anyMatch(Platform::isQemu);
      String version = wantsQemu ? running.qemuVersion() : "";
      if (wantsQemu && version.isEmpty()) {
        io.say("%s is not installed: the platform qemu is left out".formatted(qemu));
      }
      List<Platform> there =
          platforms.stream()
              .filter(each -> !each.isQemu() || !version.isEmpty())
              .flatMap(each -> withAblations(each, ablated))
              .toList();
      List<Timed> cells = cells(kernels, there);
      Supplier<Results> now =
          () ->
              new Results(
                  command, Host.now(version, load), paging, rounds, seconds, cells, ablated);
      try {
        new Rounds(running, seconds, new Progress(io))
            .run(cells, rounds, () -> fresh.accept(now.get()));
      } catch (InterruptedException e) {
        io.say("stopped; this is what has been timed:");
      }
      return now.get();
    } catch (IOException e) {
      throw new UserError("bench", "no temporary folder can be used (%s)".formatted(e));
    }
  }

  private static Stream<Platform> withAblations(Platform platform, List<Optimisation> ablated) {
    return platform.isQemu()
        ? Stream.of(platform)
        : Stream.concat(Stream.of(platform), ablated.stream().map(platform::ablated));
  }

  private List<Timed> cells(List<Kernel> kernels, List<Platform> platforms) {
    List<Timed> cells = new ArrayList<>();
    for (Kernel kernel : kernels) {
      if (kernel.paged() && paging == Paging.OFF) {
        io.say("%s needs paging: it is left out".formatted(kernel.name()));
        continue;
      }
      platforms.forEach(platform -> cells.add(new Timed(kernel, platform)));
    }
    if (cells.isEmpty()) {
      throw new UserError("bench", "nothing is left to be timed");
    }
    return cells;
  }

  /** The results for a terminal. */
  public static List<String> lines(Results results) {
    return new Report(results).lines();
  }

  /** The results as JSON. */
  public static String json(Results results) {
    return JsonDocument.of(results);
  }

  /** The results as a drawing in SVG. */
  public static String drawing(Results results) {
    return Plot.svg(results);
  }

  /** The results as a page of HTML. */
  public static String page(Results results) {
    return Plot.html(results);
  }
}

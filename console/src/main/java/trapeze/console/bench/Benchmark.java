package trapeze.console.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.Io;
import trapeze.console.UserError;

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

  /**
   * A benchmark.
   *
   * @param io where progress is told
   * @param seconds of CPU to warm up, and to measure then
   * @param qemu path or name of {@code qemu-system-riscv64}
   */
  public Benchmark(Io io, Paging paging, int rounds, double seconds, String qemu) {
    this.io = io;
    this.paging = paging;
    this.rounds = rounds;
    this.seconds = seconds;
    this.qemu = qemu;
  }

  /**
   * Times them. QEMU is left out if it is not there, and kernels that need paging if there is none.
   *
   * @param command as it was given
   * @throws UserError if nothing is left to be timed
   */
  public Results run(List<Kernel> kernels, List<Platform> platforms, String command)
      throws InterruptedException {
    double load = Host.load();
    try (Runner runner = new Runner(paging, qemu)) {
      boolean wantsQemu = platforms.stream().anyMatch(Platform::isQemu);
      String version = wantsQemu ? runner.qemuVersion() : "";
      if (wantsQemu && version.isEmpty()) {
        io.say("%s is not installed: the platform qemu is left out".formatted(qemu));
      }
      List<Timed> cells = new ArrayList<>();
      for (Kernel kernel : kernels) {
        if (kernel.paged() && paging == Paging.OFF) {
          io.say("%s needs paging: it is left out".formatted(kernel.name()));
          continue;
        }
        for (Platform platform : platforms) {
          if (!platform.isQemu() || !version.isEmpty()) {
            cells.add(new Timed(kernel, platform));
          }
        }
      }
      if (cells.isEmpty()) {
        throw new UserError("bench", "nothing is left to be timed");
      }
      new Rounds(runner, seconds, new Progress(io)).run(cells, rounds);
      return new Results(command, Host.now(version, load), paging, rounds, seconds, cells);
    } catch (IOException e) {
      throw new UserError("bench", "no temporary folder can be used (%s)".formatted(e));
    }
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

package trapeze.console.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process that runs a kernel, in laps that get longer and longer. Its CPU time is looked at
 * when the guest says that a lap is over; what is before the first and behind the last is not
 * measured.
 */
final class Child {
  /** Name of a second guest, whose console is not read. */
  static final String BESIDE = "beside";

  /** Exit code of who is told to end at a terminal: this process was told too. */
  private static final int BY_CTRL_C = 130;

  private final List<String> command;
  private final ChildTimes ended;
  private volatile @Nullable Process process;
  private volatile boolean isStopped;

  /**
   * A process to be started.
   *
   * @param ended tells the time of one that has ended before it could be looked at
   */
  Child(List<String> command, ChildTimes ended) {
    this.command = command;
    this.ended = ended;
  }

  /** What a process reads that is to read nothing. */
  static Redirect nothing() {
    return Redirect.from(Path.of("/dev/null").toFile());
  }

  /** Ends it, whatever it does. */
  void stop() {
    isStopped = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /**
   * Runs it until a lap has taken so much CPU time, and gives that lap; or to its end if it has one
   * lap only.
   *
   * @param enough nanoseconds
   * @param mostSeconds after which it is killed
   * @throws BadRun if it does not end well, or prints no result
   */
  Sample run(String kernel, long enough, long mostSeconds) throws InterruptedException {
    long before = ended.nanoseconds();
    long started = System.nanoTime();
    Process running = start();
    process = running;
    if (isStopped) {
      running.destroyForcibly();
    }
    CompletableFuture.delayedExecutor(mostSeconds, TimeUnit.SECONDS)
        .execute(running::destroyForcibly);
    String last = "";
    long lapBegan = -1;
    long lapBeganAt = 0;
    long warm = 0;
    Optional<Sample> result = Optional.empty();
    boolean isEnough = false;
    try (BufferedReader console = running.inputReader(StandardCharsets.ISO_8859_1)) {
      for (String line = console.readLine();
          line != null;
          line = isEnough ? null : console.readLine()) {
        if (line.startsWith(BESIDE)) {
          continue;
        }
        Optional<Sample.Line> found = Sample.read(line, kernel);
        if (line.endsWith(kernel + " begins") || found.isPresent()) {
          long at = System.nanoTime();
          long now = time(running);
          long lapped = lapBegan < 0 || now < 0 ? -1 : now - lapBegan;
          if (found.isPresent()) {
            long lap = lapBegan < 0 ? 0 : at - lapBeganAt;
            result = Optional.of(new Sample(lapped, lap, at - started, warm, found.get()));
            warm += found.get().iterations();
            isEnough = lapped >= enough;
          }
          lapBegan = now < 0 ? lapBegan : now;
          lapBeganAt = at;
        }
        last = line.isBlank() ? last : line.strip();
      }
    } catch (IOException e) {
      throw new BadRun("has a console that cannot be read (%s)".formatted(e.getMessage()));
    } finally {
      if (isEnough || Thread.currentThread().isInterrupted()) {
        running.destroyForcibly();
      }
    }
    int exit = running.waitFor();
    if (isStopped || exit == BY_CTRL_C) {
      throw new InterruptedException();
    }
    if (result.isEmpty() || !isEnough && exit != 0) {
      throw new BadRun("ended with exit code %d; its last line: %s".formatted(exit, last));
    }
    boolean wasTooFast = result.get().nanoseconds() < 0;
    long rest = lapBegan < 0 ? 0 : ended.nanoseconds() - before - lapBegan;
    return wasTooFast ? result.get().taking(rest) : result.get();
  }

  private Process start() {
    try {
      return new ProcessBuilder(command).redirectInput(nothing()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new BadRun("cannot be started (%s)".formatted(e.getMessage()));
    }
  }

  /** CPU time of a process, or -1 if it has ended. */
  private static long time(Process process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(-1L);
  }
}

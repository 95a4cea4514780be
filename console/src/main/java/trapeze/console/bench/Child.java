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

/**
 * One process that runs a kernel. Its CPU time is looked at when the guest says that the kernel
 * begins, and when the result is there: what is before and behind is not measured.
 */
final class Child {
  private final List<String> command;
  private final ChildTimes ended;

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

  /**
   * Runs it to its end. A process that had ended before it could be looked at has taken no time.
   *
   * @param mostSeconds after which it is killed
   * @throws BadRun if it does not end well, or prints no result
   */
  Sample run(String kernel, long mostSeconds) throws InterruptedException {
    long before = ended.nanoseconds();
    long started = System.nanoTime();
    Process process = start();
    CompletableFuture.delayedExecutor(mostSeconds, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    String last = "";
    long begun = -1;
    long over = -1;
    Optional<Sample.Line> result = Optional.empty();
    try (BufferedReader console = process.inputReader(StandardCharsets.ISO_8859_1)) {
      for (String line = console.readLine(); line != null; line = console.readLine()) {
        if (line.endsWith(kernel + " begins")) {
          begun = time(process);
        }
        Optional<Sample.Line> found = Sample.read(line, kernel);
        if (found.isPresent()) {
          over = time(process);
          result = found;
        }
        last = line.isBlank() ? last : line.strip();
      }
    } catch (IOException e) {
      throw new BadRun("has a console that cannot be read (%s)".formatted(e.getMessage()));
    } finally {
      if (Thread.currentThread().isInterrupted()) {
        process.destroyForcibly();
      }
    }
    int exit = process.waitFor();
    if (exit != 0 || result.isEmpty()) {
      throw new BadRun("ended with exit code %d; its last line: %s".formatted(exit, last));
    }
    long end = over < 0 ? ended.nanoseconds() - before : over;
    long nanoseconds = begun < 0 ? 0 : end - begun;
    return new Sample(nanoseconds, System.nanoTime() - started, result.get());
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

package trapeze.console.bench;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one process gave.
 *
 * @param nanoseconds of CPU, all threads, that the iterations took
 * @param lap nanoseconds on the clock that the iterations took; 0 if that is not known
 * @param wall nanoseconds on the clock from its start to its end
 * @param warm iterations before them
 * @param line what the guest said
 */
record Sample(long nanoseconds, long lap, long wall, long warm, Line line) {
  private static final Pattern LINE =
      Pattern.compile(
          "([a-z0-9-]+) +iterations (\\d+) operations (\\d+) checksum ([0-9a-f]+)"
              + " instructions (\\d+)");

  /**
   * The guest's result.
   *
   * @param iterations that were measured
   * @param operations in each of them
   * @param checksum of each
   * @param instructions that all of them retired; QEMU counts the host's ticks there
   */
  record Line(long iterations, long operations, String checksum, long instructions) {}

  /** Reads a line of the console, if it is this kernel's result. */
  static Optional<Line> read(String console, String kernel) {
    Matcher line = LINE.matcher(console);
    if (!line.find() || !line.group(1).equals(kernel)) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            Long.parseLong(line.group(2)),
            Long.parseLong(line.group(3)),
            line.group(4),
            Long.parseUnsignedLong(line.group(5))));
  }

  /** The same with another time. */
  Sample taking(long other) {
    return new Sample(other, lap, wall, warm, line);
  }

  /** The guest's checksum. */
  String checksum() {
    return line.checksum();
  }
}

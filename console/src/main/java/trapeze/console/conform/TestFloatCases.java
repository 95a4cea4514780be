package trapeze.console.conform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import trapeze.isa.fp.Rounding;

/** The cases that {@code testfloat_gen} prints: a line each, of hexadecimal numbers. */
final class TestFloatCases implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Process process;
  private final InputStream lines;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;

  /**
   * Starts the program.
   *
   * @param level how thorough it is to be, 1 or 2
   * @throws IOException if it cannot be started
   */
  TestFloatCases(Path program, TestFloatFunction function, Rounding mode, int level)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of("-level", Integer.toString(level), option(mode), "-tininessafter"));
    command.addAll(function.arguments());
    process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    lines = process.getInputStream();
  }

  private static String option(Rounding mode) {
    return switch (mode) {
      case RNE -> "-rnear_even";
      case RTZ -> "-rminMag";
      case RDN -> "-rmin";
      case RUP -> "-rmax";
      case RMM -> "-rnear_maxMag";
    };
  }

  /**
   * Reads a line.
   *
   * @param into receives its numbers, of which there must be as many
   * @return false behind the last line
   * @throws IOException if that is not what the program prints
   */
  boolean next(long[] into) throws IOException {
    int next = read();
    if (next < 0) {
      return false;
    }
    for (int i = 0; i < into.length; i++) {
      long number = 0;
      int digits = 0;
      while (next > ' ') {
        int digit = Character.digit(next, 16);
        if (digit < 0 || ++digits > 16) {
          throw new IOException("testfloat_gen printed what is no number");
        }
        number = number << 4 | digit;
        next = read();
      }
      into[i] = number;
      boolean isLast = i == into.length - 1;
      if (digits == 0 || (isLast ? next != '\n' : next != ' ')) {
        throw new IOException("testfloat_gen printed a line that is no case");
      }
      next = isLast ? next : read();
    }
    return true;
  }

  private int read() throws IOException {
    if (position == filled) {
      filled = Math.max(0, lines.read(buffer));
      position = 0;
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[position++];
  }

  /**
   * Waits for the program's end.
   *
   * @throws IOException if it was not content; the message says what it said
   */
  void finish() throws IOException, InterruptedException {
    int code = process.waitFor();
    if (code != 0) {
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      throw new IOException(
          "testfloat_gen ended with %d: %s".formatted(code, said.lines().findFirst().orElse("")));
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}

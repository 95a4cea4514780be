package trapeze.console.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import trapeze.machine.device.ConsoleSink;

/**
 * All consoles on one output: a line appears when it is whole, with its guest's name in front, and
 * lines never mix. What a guest sends to move a cursor or to change colours is left out.
 */
public final class Log {
  private static final int LONGEST_LINE = 4096;
  private static final long STALE_NANOSECONDS = 1_000_000_000;
  private static final int[] COLOURS = {36, 33, 32, 35, 34, 31};

  private final PrintStream out;
  private final boolean coloured;
  private final int width;
  private final List<Lines> consoles = new ArrayList<>();

  /**
   * A log.
   *
   * @param coloured whether names are in colours
   * @param width of the names, in characters
   */
  public Log(OutputStream out, boolean coloured, int width) {
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.coloured = coloured;
    this.width = width;
  }

  /** A console for a guest, in the next colour. */
  public synchronized ConsoleSink console(String name) {
    Lines lines = new Lines(prefix(name, COLOURS[consoles.size() % COLOURS.length]));
    consoles.add(lines);
    return lines;
  }

  /** A line of the monitor's own. */
  public void say(String name, String text) {
    flush();
    print(prefix(name, 1), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints the lines that are not whole yet. */
  public void flush() {
    consoles().forEach(lines -> lines.flush(0));
  }

  /** Prints the lines that have not grown for a while: prompts, most of all. */
  public void flushStale() {
    consoles().forEach(lines -> lines.flush(STALE_NANOSECONDS));
  }

  private synchronized List<Lines> consoles() {
    return List.copyOf(consoles);
  }

  private String prefix(String name, int colour) {
    String padded = name + " ".repeat(Math.max(0, width - name.length())) + "| ";
    return coloured ? "\033[%dm%s\033[0m".formatted(colour, padded) : padded;
  }

  private void print(String prefix, byte[] text) {
    synchronized (out) {
      out.print(prefix);
      out.write(text, 0, text.length);
      out.print('\n');
      out.flush();
    }
  }

  /** The lines of one console. */
  private final class Lines implements ConsoleSink {
    private final String prefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final EscapeSequences escapes = new EscapeSequences();
    private long grown;

    Lines(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public synchronized void accept(byte value) {
      if (value == '\n') {
        print(prefix, line.toByteArray());
        line.reset();
      } else if (escapes.isText(value)) {
        line.write(value);
        grown = System.nanoTime();
        if (line.size() == LONGEST_LINE) {
          flush(0);
        }
      }
    }

    synchronized void flush(long age) {
      if (line.size() > 0 && System.nanoTime() - grown >= age) {
        print(prefix, line.toByteArray());
        line.reset();
      }
    }
  }
}

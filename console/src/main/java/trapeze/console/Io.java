package trapeze.console;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The streams of the process, or a test's in their place.
 *
 * @param terminal whether a person sits at them
 */
public record Io(InputStream in, PrintStream out, PrintStream err, boolean terminal) {

  /** One line that says what the command does, on the error stream. */
  public void say(String line) {
    out.flush();
    err.println("trapeze: " + line);
    err.flush();
  }
}

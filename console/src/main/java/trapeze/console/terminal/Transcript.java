package trapeze.console.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import trapeze.console.UserError;
import trapeze.machine.device.ConsoleSink;

/**
 * A file with all that a guest has sent to its console, byte for byte: what two runs are compared
 * by, since a log breaks lines that do not grow and leaves out what moves a cursor.
 */
public final class Transcript implements AutoCloseable {
  private final OutputStream out;

  private Transcript(OutputStream out) {
    this.out = out;
  }

  /**
   * Makes the file, or empties it.
   *
   * @throws UserError if it cannot be written
   */
  public static Transcript to(Path file) {
    try {
      return new Transcript(new BufferedOutputStream(Files.newOutputStream(file)));
    } catch (IOException e) {
      throw new UserError(
          file.toString(),
          "cannot be written as a console's file (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  /** A sink that passes everything on and keeps a copy. */
  public ConsoleSink copying(ConsoleSink sink) {
    return value -> {
      sink.accept(value);
      keep(value);
    };
  }

  private synchronized void keep(byte value) {
    try {
      out.write(value);
      if (value == '\n') {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}

package trapeze.console.trace;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.machine.trace.LineFormat;
import trapeze.machine.trace.Step;

/**
 * A file that steps are written into, by harts that may run at the same time: their lines are never
 * mixed. A name that ends in {@code .gz} gives a compressed file. However the process ends, what
 * was written until then is a whole file.
 */
public final class TraceFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final LineFormat format;
  private final OutputStream out;
  private final Thread atExit = new Thread(this::finish, "trace file");
  private @Nullable IOException failure;
  private boolean closed;

  private TraceFile(Path path, LineFormat format, OutputStream out) {
    this.path = path;
    this.format = format;
    this.out = out;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Makes the file, or empties the one that is there.
   *
   * @throws UserError if that cannot be done
   */
  public static TraceFile create(Path path, LineFormat format) {
    try {
      OutputStream file = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
      boolean compressed = path.getFileName().toString().endsWith(".gz");
      return new TraceFile(path, format, compressed ? new GZIPOutputStream(file, BUFFER) : file);
    } catch (IOException e) {
      throw cannotBeWritten(path, e);
    }
  }

  private static UserError cannotBeWritten(Path path, IOException e) {
    return new UserError(
        path.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
  }

  /** Where one hart's steps go: to be used by one thread at a time. */
  public Consumer<Step> part() {
    StringBuilder lines = new StringBuilder();
    return step -> {
      lines.setLength(0);
      format.append(step, lines);
      write(lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    };
  }

  private synchronized void write(byte[] bytes) {
    if (closed || failure != null) {
      return;
    }
    try {
      out.write(bytes);
    } catch (IOException e) {
      failure = e;
    }
  }

  private synchronized void finish() {
    if (!closed) {
      closed = true;
      try {
        out.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }

  /**
   * Writes what is still to be written.
   *
   * @throws UserError if not everything could be written
   */
  @Override
  public void close() {
    finish();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then the hook has nothing left to do.
    }
    if (failure != null) {
      throw cannotBeWritten(path, failure);
    }
  }
}

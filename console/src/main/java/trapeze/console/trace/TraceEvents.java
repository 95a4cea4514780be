package trapeze.console.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/**
 * A file of Trace Events, the JSON that ui.perfetto.dev and chrome://tracing open. It has at most
 * so many events, metadata aside, and is whole however the process ends. For use by several
 * threads.
 */
final class TraceEvents implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final JsonGenerator json;
  private final long limit;
  private final Thread atExit = new Thread(this::finish, "timeline file");
  private long written;
  private long leftOut;
  private @Nullable IOException failure;
  private boolean closed;

  private TraceEvents(Path path, JsonGenerator json, long limit) throws IOException {
    this.path = path;
    this.json = json;
    this.limit = limit;
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Makes the file, or empties the one that is there.
   *
   * @throws UserError if that cannot be done
   */
  static TraceEvents create(Path path, long limit) {
    try {
      OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), BUFFER);
      return new TraceEvents(path, new JsonFactory().createGenerator(out), limit);
    } catch (IOException e) {
      throw cannotBeWritten(path, e);
    }
  }

  private static UserError cannotBeWritten(Path path, IOException e) {
    return new UserError(
        path.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
  }

  /** Names a process or one of its threads: {@code process_name}, {@code thread_name}. */
  void name(String what, int process, int thread, String name) {
    write(false, "M", what, process, thread, 0, -1, Map.of("name", name));
  }

  /**
   * Something that took time.
   *
   * @param from in microseconds
   * @param duration in microseconds
   */
  void slice(
      String name, int process, int thread, double from, double duration, Map<String, ?> details) {
    write(true, "X", name, process, thread, from, Math.max(0, duration), details);
  }

  /** Something that happened at a moment. */
  void instant(String name, int process, int thread, double at, Map<String, ?> details) {
    write(true, "i", name, process, thread, at, -1, details);
  }

  /** A number that has been so since the last one of its name. */
  void counter(String name, int process, double at, long value) {
    write(true, "C", name, process, 0, at, -1, Map.of("value", value));
  }

  private synchronized void write(
      boolean counts,
      String phase,
      String name,
      int process,
      int thread,
      double at,
      double duration,
      Map<String, ?> details) {
    if (closed || failure != null) {
      return;
    }
    if (counts && written >= limit) {
      leftOut++;
      return;
    }
    written += counts ? 1 : 0;
    try {
      json.writeStartObject();
      json.writeStringField("ph", phase);
      json.writeStringField("name", name);
      json.writeNumberField("pid", process);
      json.writeNumberField("tid", thread);
      json.writeNumberField("ts", at);
      if (duration >= 0) {
        json.writeNumberField("dur", duration);
      }
      if (phase.equals("i")) {
        json.writeStringField("s", "t");
      }
      json.writeObjectFieldStart("args");
      for (Map.Entry<String, ?> detail : details.entrySet()) {
        if (detail.getValue() instanceof Long number) {
          json.writeNumberField(detail.getKey(), number);
        } else {
          json.writeStringField(detail.getKey(), detail.getValue().toString());
        }
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      failure = e;
    }
  }

  private synchronized void finish() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      json.writeEndArray();
      json.writeObjectFieldStart("otherData");
      json.writeNumberField("events", written);
      json.writeNumberField("eventsLeftOut", leftOut);
      json.writeEndObject();
      json.writeEndObject();
      json.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  /** Events that there was no room for. */
  synchronized long leftOut() {
    return leftOut;
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

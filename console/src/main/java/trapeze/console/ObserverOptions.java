package trapeze.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.directory.Guest;
import trapeze.console.directory.Key;
import trapeze.console.directory.Setting;
import trapeze.console.run.Session;
import trapeze.console.trace.Timeline;

/** Options about watching the monitor: timeline and flight recording. */
final class ObserverOptions {
  @Option(
      names = "--timeline",
      paramLabel = "FILE",
      description =
          "guests, their modes and exits over time, as JSON for ui.perfetto.dev or"
              + " chrome://tracing")
  private @Nullable Path timeline;

  @Option(
      names = "--timeline-limit",
      paramLabel = "NUMBER",
      description = "most events in the timeline, such as 500k (1M)")
  private String limit = "1M";

  @Option(
      names = "--timeline-clock",
      paramLabel = "steps|wall",
      description =
          "what the timeline's microseconds are: 100 steps of the guest's, the same in each run,"
              + " or the host's (steps)")
  private BoardOptions.Time clock = BoardOptions.Time.STEPS;

  @Option(
      names = "--jfr",
      paramLabel = "FILE",
      description =
          "a flight recording with events for exits, shadow fills, world switches, slices and"
              + " guests; see it with 'jfr summary FILE' or 'jfr print --events trapeze.Exit FILE'")
  private @Nullable Path recording;

  /** What is being watched, until it is closed. */
  static final class Watched implements AutoCloseable {
    private final Io io;
    private final @Nullable Timeline timeline;
    private final @Nullable Recording recording;

    private Watched(Io io, @Nullable Timeline timeline, @Nullable Recording recording) {
      this.io = io;
      this.timeline = timeline;
      this.recording = recording;
    }

    @Override
    public void close() {
      if (recording != null) {
        recording.close();
      }
      if (timeline != null) {
        timeline.close();
        if (timeline.leftOut() > 0) {
          io.say(
              "the timeline leaves out %,d events; a higher --timeline-limit has them"
                  .formatted(timeline.leftOut()));
        }
      }
    }
  }

  /**
   * Begins to watch, before the guests are loaded.
   *
   * @throws UserError if a file cannot be written
   */
  Watched watch(List<Guest> guests, Session session, Io io) {
    Recording started = recording == null ? null : record(recording);
    if (timeline == null) {
      return new Watched(io, null, started);
    }
    long most = new Setting(Key.STEPS, limit, "--timeline-limit").count();
    Timeline line = new Timeline(timeline, most, clock == BoardOptions.Time.WALL);
    session.control().onSlice(line);
    guests.forEach(guest -> guest.whenLoaded(board -> line.add(guest.spec().name(), board)));
    return new Watched(io, line, started);
  }

  private static Recording record(Path file) {
    try {
      Files.newOutputStream(file).close();
      Recording made = new Recording(Configuration.getConfiguration("default"));
      made.setName("trapeze");
      made.setDumpOnExit(true);
      made.setDestination(file);
      made.start();
      return made;
    } catch (IOException | ParseException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}

package trapeze.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timelines and flight recordings: that their readers can read them, and what they say. */
class TimelineTest {
  private static final double ROUNDING = 1e-3;

  @TempDir private Path folder;

  /** One trace event; what it has not is zero or empty. */
  private record Event(
      String phase, String name, long process, long thread, double at, double duration) {
    double end() {
      return at + duration;
    }
  }

  private static String run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        Main.execute(new Io(new ByteArrayInputStream(new byte[0]), both, both, false), arguments);
    String said = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isLessThanOrEqualTo(ExitCode.FAILED);
    return said;
  }

  private Path timeline(String name, String... more) {
    Path file = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of("run", "--timeline", file.toString()));
    all.addAll(List.of("--guest", "name=a,firmware=builtin:sensitive"));
    all.addAll(List.of("--guest", "name=b,firmware=builtin:crash", "--steps", "20k"));
    all.addAll(List.of(more));
    run(all.toArray(String[]::new));
    return file;
  }

  private static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        if (field.equals("traceEvents")) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            events.add(event(json));
          }
        } else {
          json.skipChildren();
        }
      }
      assertThat(json.nextToken()).as("nothing behind the document").isNull();
    }
    return events;
  }

  private static Event event(JsonParser json) throws IOException {
    Map<String, String> fields = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      fields.put(field, json.getText());
      json.skipChildren();
    }
    assertThat(fields).containsKey("args");
    String phase = field(fields, "ph");
    assertThat(phase).isIn("X", "i", "C", "M");
    assertThat(fields.containsKey("dur")).isEqualTo(phase.equals("X"));
    return new Event(
        phase,
        field(fields, "name"),
        Long.parseLong(field(fields, "pid")),
        Long.parseLong(field(fields, "tid")),
        Double.parseDouble(field(fields, "ts")),
        Double.parseDouble(fields.getOrDefault("dur", "0")));
  }

  private static String field(Map<String, String> fields, String name) {
    assertThat(fields).containsKey(name);
    return Objects.requireNonNull(fields.get(name));
  }

  /** What a viewer asks of a track: two slices are apart, or one lies within the other. */
  private static void assertNested(List<Event> events) {
    events.stream()
        .filter(event -> event.phase().equals("X"))
        .collect(Collectors.groupingBy(event -> List.of(event.process(), event.thread())))
        .values()
        .forEach(
            track -> {
              Deque<Event> open = new ArrayDeque<>();
              track.stream()
                  .sorted(
                      Comparator.comparingDouble(Event::at)
                          .thenComparing(Comparator.comparingDouble(Event::end).reversed()))
                  .forEach(
                      slice -> {
                        while (!open.isEmpty() && open.peek().end() <= slice.at() + ROUNDING) {
                          open.pop();
                        }
                        if (!open.isEmpty()) {
                          assertThat(slice.end()).isLessThanOrEqualTo(open.peek().end() + ROUNDING);
                        }
                        open.push(slice);
                      });
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"steps", "wall"})
  void aViewerCanReadIt(String clock) throws IOException {
    List<Event> events = read(timeline("t.json", "--timeline-clock", clock));
    assertNested(events);
    assertThat(events)
        .allMatch(event -> event.at() >= 0 && event.duration() >= 0)
        .anyMatch(event -> event.phase().equals("X") && Set.of("M", "S").contains(event.name()))
        .anyMatch(event -> event.name().equals("csrrw"))
        .anyMatch(event -> event.phase().equals("C"));
    Set<Long> named =
        events.stream()
            .filter(event -> event.name().equals("process_name"))
            .map(Event::process)
            .collect(Collectors.toSet());
    assertThat(events).allMatch(event -> named.contains(event.process()));
    assertThat(events.stream().anyMatch(event -> event.process() == 1))
        .isEqualTo(clock.equals("wall"));
  }

  @Test
  void byStepsItIsTheSameInEachRun() throws IOException {
    Path one = timeline("one.json", "--real-harts", "1");
    Path two = timeline("two.json", "--real-harts", "1");
    assertThat(Files.mismatch(one, two)).isEqualTo(-1);
  }

  @Test
  void itHasNoMoreEventsThanItMay() throws IOException {
    Path file = folder.resolve("small.json");
    String said =
        run(
            "run",
            "-bios",
            "builtin:sensitive",
            "--timeline",
            file.toString(),
            "--timeline-limit",
            "50");
    assertThat(read(file)).filteredOn(event -> !event.phase().equals("M")).hasSize(50);
    assertThat(said).contains("the timeline leaves out");
  }

  @Test
  void theRecorderSeesEachExitThatIsAccountedFor() throws IOException {
    Path file = folder.resolve("run.jfr");
    String said =
        run("run", "-bios", "builtin:sensitive", "--jfr", file.toString(), "--accounting", "json");
    String accounts = said.substring(said.indexOf("\"exits\""));
    long accounted =
        Pattern.compile(" : (\\d+)")
            .matcher(accounts.substring(0, accounts.indexOf('}')))
            .results()
            .mapToLong(number -> Long.parseLong(number.group(1)))
            .sum();
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> exits = named(events, "trapeze.Exit");
    assertThat(exits).hasSize((int) accounted).hasSizeGreaterThan(1000);
    assertThat(exits)
        .allMatch(exit -> exit.getString("guest").equals("guest"))
        .anyMatch(exit -> exit.getString("instruction").equals("csrrw"))
        .anyMatch(exit -> exit.getBoolean("reflected"));
    assertThat(named(events, "trapeze.ShadowFill")).isNotEmpty();
    assertThat(named(events, "trapeze.WorldSwitch")).isNotEmpty();
    assertThat(named(events, "trapeze.Slice")).isNotEmpty();
    assertThat(named(events, "trapeze.Guest")).hasSize(2);
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }
}

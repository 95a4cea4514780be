package trapeze.console.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The results as JSON: {@code {"command", "host": {...}, "paging", "rounds", "seconds", "cells":
 * [...], "means": [...]}}; times are nanoseconds of CPU for an operation, one a round.
 */
final class JsonDocument {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonDocument() {}

  /** The document, with a line end behind it. */
  static String of(Results results) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("command", results.command());
      host(json, results.host());
      json.writeStringField("paging", results.paging().toString());
      json.writeNumberField("rounds", results.rounds());
      json.writeNumberField("seconds", results.seconds());
      json.writeArrayFieldStart("cells");
      for (Timed cell : results.cells()) {
        cell(json, results, cell);
      }
      json.writeEndArray();
      means(json, results);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void host(JsonGenerator json, Host host) throws IOException {
    json.writeObjectFieldStart("host");
    json.writeStringField("system", host.system());
    json.writeNumberField("processors", host.processors());
    json.writeStringField("java", host.java());
    json.writeStringField("qemu", host.qemu());
    json.writeNumberField("loadBefore", host.loadBefore());
    json.writeNumberField("loadAfter", host.loadAfter());
    json.writeEndObject();
  }

  private static void cell(JsonGenerator json, Results results, Timed cell) throws IOException {
    json.writeStartObject();
    json.writeStringField("kernel", cell.kernel().name());
    json.writeStringField("group", cell.kernel().group().title());
    json.writeStringField("platform", cell.platform().name());
    json.writeStringField("operation", cell.kernel().operation());
    if (cell.problem().isPresent()) {
      json.writeStringField("problem", cell.problem().get());
    }
    Optional<Series> times = cell.times();
    if (times.isPresent()) {
      json.writeNumberField("warmingIterations", cell.warm());
      json.writeNumberField("iterations", cell.iterations());
      json.writeNumberField("operationsOfIteration", cell.operations());
      json.writeNumberField("median", times.get().median());
      json.writeNumberField("least", times.get().least());
      json.writeNumberField("greatest", times.get().greatest());
      json.writeArrayFieldStart("nanoseconds");
      for (double value : times.get().values()) {
        json.writeNumber(value);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("elapsedNanoseconds");
      for (double value : cell.elapsed().map(Series::values).orElse(List.of())) {
        json.writeNumber(value);
      }
      json.writeEndArray();
      Optional<Double> mips = results.mips(cell);
      if (mips.isPresent()) {
        json.writeNumberField("guestMips", mips.get());
      }
    }
    json.writeEndObject();
  }

  private static void means(JsonGenerator json, Results results) throws IOException {
    json.writeArrayFieldStart("means");
    for (String base : Platform.BASES) {
      for (Kernel.Group group : Kernel.Group.values()) {
        for (Platform platform : results.platforms()) {
          Optional<Double> speed = results.speed(group, platform.name(), base);
          if (speed.isPresent()) {
            json.writeStartObject();
            json.writeStringField("group", group.title());
            json.writeStringField("platform", platform.name());
            json.writeStringField("against", base);
            json.writeNumberField("speed", speed.get());
            json.writeEndObject();
          }
        }
      }
    }
    json.writeEndArray();
  }
}

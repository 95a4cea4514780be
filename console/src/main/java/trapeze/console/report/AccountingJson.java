package trapeze.console.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import trapeze.console.ExitCode;

/** The accounts of all guests as JSON: {@code {"guests": [{"name": ..., ...}]}}. */
public final class AccountingJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private AccountingJson() {}

  /** The document, with a line end behind it. */
  public static String document(List<GuestReport> guests) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("guests");
      for (GuestReport guest : guests) {
        write(json, guest);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, GuestReport guest) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", guest.name());
    json.writeStringField("state", guest.state().toString());
    if (guest.outcome() != null) {
      json.writeStringField("end", ExitCode.words(guest.outcome()));
      json.writeNumberField("exitCode", ExitCode.of(guest.outcome()));
    }
    json.writeNumberField("harts", guest.harts());
    json.writeStringField("design", guest.design());
    json.writeNumberField("steps", guest.steps());
    json.writeNumberField("retired", guest.retired());
    json.writeNumberField("direct", guest.direct());
    json.writeNumberField("neighbours", guest.neighbours());
    json.writeNumberField("interpreted", guest.interpreted());
    json.writeNumberField("deviceAccesses", guest.deviceAccesses());
    write(json, "emulated", guest.emulated());
    write(json, "exits", guest.exits());
    write(json, "reflected", guest.reflected());
    write(json, "delegated", guest.delegated());
    json.writeNumberField("shadowFills", guest.shadowFills());
    json.writeNumberField("shadowFences", guest.shadowFences());
    json.writeNumberField("shadowFlushes", guest.shadowFlushes());
    json.writeNumberField("tableStores", guest.tableStores());
    json.writeNumberField("guestNanoseconds", guest.guestNanoseconds());
    json.writeNumberField("monitorNanoseconds", guest.monitorNanoseconds());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}

package trapeze.console.theory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Snapshot;
import trapeze.isa.theory.Theorem;
import trapeze.isa.theory.Verdict;
import trapeze.isa.theory.Witness;

/** Classifications as JSON: {@code {"machines": [{"name": ..., "verdicts": [...], ...}]}}. */
public final class ClassificationJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ClassificationJson() {}

  /**
   * One machine's part of the document.
   *
   * @param shown the verdicts that are written
   */
  public record Part(Subject subject, Classification machine, List<Verdict> shown) {}

  /** The document, with a line end behind it. */
  public static String document(List<Part> machines) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeArrayFieldStart("machines");
      for (Part machine : machines) {
        write(json, machine);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, Part part) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", part.subject().name());
    json.writeStringField("title", part.subject().title());
    json.writeStringField("format", part.machine().format());
    json.writeStringField("method", part.machine().method());
    json.writeNumberField("states", part.machine().states());
    json.writeNumberField("runs", part.machine().coverage().runs());
    json.writeArrayFieldStart("theorems");
    for (Theorem theorem : VerdictTable.theorems(part.subject(), part.machine())) {
      json.writeStartObject();
      json.writeNumberField("number", theorem.number());
      json.writeBooleanField("satisfied", theorem.holds());
      strings(json, "against", theorem.against().stream().map(Verdict::instance));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("verdicts");
    for (Verdict verdict : part.shown()) {
      write(json, verdict);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Verdict verdict) throws IOException {
    json.writeStartObject();
    json.writeStringField("instruction", verdict.instruction());
    json.writeStringField("instance", verdict.instance());
    strings(json, "properties", verdict.properties().stream().sorted().map(Property::title));
    strings(json, "conditions", verdict.conditions().stream());
    json.writeArrayFieldStart("witnesses");
    for (Witness witness : verdict.witnesses()) {
      json.writeStartObject();
      json.writeStringField("property", witness.property().title());
      json.writeBooleanField("holds", witness.holds());
      strings(json, "differences", witness.differences().stream());
      json.writeArrayFieldStart("cases");
      for (Witness.Case each : witness.cases()) {
        json.writeStartObject();
        json.writeStringField("title", each.title());
        write(json, "before", each.before());
        write(json, "after", each.after());
        json.writeStringField("outcome", each.outcome());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Values as people read them: a number of 64 bits is none in JSON. */
  private static void write(JsonGenerator json, String name, Snapshot snapshot) throws IOException {
    json.writeObjectFieldStart(name);
    for (Snapshot.Cell cell : snapshot.cells()) {
      json.writeStringField(cell.name(), cell.text());
    }
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, Stream<String> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values.toList()) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}

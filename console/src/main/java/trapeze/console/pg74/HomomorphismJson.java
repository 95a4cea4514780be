package trapeze.console.pg74;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import trapeze.monitor.pg74.homomorphism.Counterexample;
import trapeze.monitor.pg74.homomorphism.Difference;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Finding;
import trapeze.monitor.pg74.homomorphism.Homomorphism.Outcome;

/** What a check of the homomorphism has found, as JSON. */
public final class HomomorphismJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private HomomorphismJson() {}

  /** The document, with a line end behind it. */
  public static String document(String machine, Outcome outcome, double seconds) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("machine", machine);
      json.writeBooleanField("holds", outcome.holds());
      json.writeNumberField("runs", outcome.coverage().runs());
      json.writeNumberField("states", outcome.coverage().states());
      json.writeNumberField("seconds", seconds);
      json.writeArrayFieldStart("operations");
      for (Finding finding : outcome.findings()) {
        write(json, finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", finding.name());
    json.writeBooleanField("holds", finding.holds());
    json.writeNumberField("runs", finding.coverage().runs());
    json.writeNumberField("states", finding.coverage().states());
    json.writeNumberField("failures", finding.failures());
    Counterexample least = finding.counterexample();
    if (least != null) {
      json.writeArrayFieldStart("differences");
      for (Difference difference : least.differences()) {
        json.writeStartObject();
        json.writeStringField("what", difference.what());
        json.writeStringField("expected", difference.expected());
        json.writeStringField("found", difference.found());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("story");
      for (String line : least.story()) {
        json.writeString(line);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}

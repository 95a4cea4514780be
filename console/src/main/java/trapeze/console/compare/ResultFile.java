package trapeze.console.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A cell's result as JSON. */
public final class ResultFile {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ResultFile() {}

  /** The document, with a line end behind it. */
  static String document(CellResult result) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      writeFields(json, result);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  /** Writes the fields of a result into an object that is open. */
  public static void writeFields(JsonGenerator json, CellResult result) throws IOException {
    json.writeStringField("workload", result.workload());
    json.writeStringField("setup", result.setup());
    json.writeStringField("fingerprint", result.fingerprint());
    json.writeStringField("end", result.end());
    json.writeBooleanField("good", result.good());
    json.writeNumberField("console", result.console());
    json.writeObjectFieldStart("counts");
    for (var count : result.counts().byName().entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("nanoseconds");
    for (long time : result.nanoseconds()) {
      json.writeNumber(time);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("contradictions");
    for (String line : result.contradictions()) {
      json.writeString(line);
    }
    json.writeEndArray();
  }

  /**
   * Reads a document.
   *
   * @throws IOException if it is none, or not whole
   */
  static CellResult read(String document) throws IOException {
    String workload = "";
    String setup = "";
    String fingerprint = "";
    String end = "";
    boolean good = false;
    long console = 0;
    Counts.Builder counts = new Counts.Builder();
    List<Long> times = new ArrayList<>();
    List<String> contradictions = new ArrayList<>();
    try (JsonParser json = FACTORY.createParser(document)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (field) {
          case "workload" -> workload = json.getText();
          case "setup" -> setup = json.getText();
          case "fingerprint" -> fingerprint = json.getText();
          case "end" -> end = json.getText();
          case "good" -> good = json.getBooleanValue();
          case "console" -> console = json.getLongValue();
          case "counts" -> {
            require(value == JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
              counts.add(name, json.nextLongValue(0));
            }
          }
          case "nanoseconds" -> {
            require(value == JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
              times.add(json.getLongValue());
            }
          }
          case "contradictions" -> {
            require(value == JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
              contradictions.add(json.getText());
            }
          }
          default -> json.skipChildren();
        }
      }
      require(json.currentToken() == JsonToken.END_OBJECT && !times.isEmpty());
    }
    return new CellResult(
        workload, setup, fingerprint, counts.build(), end, good, console, times, contradictions);
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw new IOException("is no result of a cell");
    }
  }
}

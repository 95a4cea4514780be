package trapeze.console.compare.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.ResultFile;

/**
 * A comparison as JSON: {@code {"command": ..., "engine": ..., "model": {...}, "cells": [...]}}.
 */
public final class JsonReport {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonReport() {}

  /** The document, with a line end behind it. */
  public static String document(Comparison comparison) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("command", comparison.command());
      json.writeStringField("engine", comparison.engine().toString());
      write(json, "model", comparison.model().costs());
      json.writeArrayFieldStart("cells");
      for (CellResult result : comparison.results()) {
        json.writeStartObject();
        ResultFile.writeFields(json, result);
        write(json, "cycles", comparison.model().contributions(result.counts()));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, String name, Map<String, Double> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> entry : numbers.entrySet()) {
      json.writeNumberField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }
}

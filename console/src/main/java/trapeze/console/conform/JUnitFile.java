package trapeze.console.conform;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/** Results in the form that JUnit made and build servers read: a test suite for each target. */
public final class JUnitFile {
  private JUnitFile() {}

  /**
   * Writes results.
   *
   * @param suite its name
   * @param properties what was run on what, in words
   * @throws UserError if the file cannot be written
   */
  public static void write(
      Path file,
      String suite,
      List<Target> targets,
      Map<String, String> properties,
      List<Result> results) {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument();
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (Target target : targets) {
        xml.writeCharacters("\n");
        writeSuite(xml, suite, target, properties, results);
      }
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (IOException | XMLStreamException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private static void writeSuite(
      XMLStreamWriter xml,
      String suite,
      Target target,
      Map<String, String> properties,
      List<Result> results)
      throws XMLStreamException {
    Tally.Counts counts = Tally.counts(results, target);
    Duration time =
        results.stream().map(result -> time(result, target)).reduce(Duration.ZERO, Duration::plus);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", suite + " on " + target);
    xml.writeAttribute("tests", Integer.toString(results.size()));
    xml.writeAttribute("failures", Integer.toString(counts.failed()));
    xml.writeAttribute("skipped", Integer.toString(counts.skipped()));
    xml.writeAttribute("time", seconds(time));
    xml.writeCharacters("\n  ");
    xml.writeStartElement("properties");
    writeProperty(xml, "target", target.word());
    for (Map.Entry<String, String> property : properties.entrySet()) {
      writeProperty(xml, property.getKey(), property.getValue());
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
    for (Result result : results) {
      writeCase(xml, suite, result, target);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void writeProperty(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", value);
  }

  private static void writeCase(XMLStreamWriter xml, String suite, Result result, Target target)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite + "." + result.program().family());
    xml.writeAttribute("name", result.program().name());
    xml.writeAttribute("time", seconds(time(result, target)));
    switch (result.verdicts().get(target)) {
      case Verdict.Passed _ -> {}
      case Verdict.Failed(String reason) -> writeReason(xml, "failure", reason);
      case Verdict.Skipped(String reason) -> writeReason(xml, "skipped", reason);
      case null -> {}
    }
    xml.writeEndElement();
  }

  private static void writeReason(XMLStreamWriter xml, String element, String reason)
      throws XMLStreamException {
    xml.writeEmptyElement(element);
    xml.writeAttribute("message", reason);
  }

  private static Duration time(Result result, Target target) {
    @Nullable Duration time = result.times().get(target);
    return time == null ? Duration.ZERO : time;
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }
}

package trapeze.console.conform;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import trapeze.console.UserError;

/** Verdicts in the form that JUnit made and build servers read. */
public final class JUnitFile {
  private JUnitFile() {}

  /**
   * Writes the verdicts.
   *
   * @throws UserError if the file cannot be written
   */
  public static void write(Path file, String suite, Map<RiscvTest, Verdict> verdicts) {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument();
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", suite);
      xml.writeAttribute("tests", Integer.toString(verdicts.size()));
      xml.writeAttribute("failures", count(verdicts, Verdict.Failed.class));
      xml.writeAttribute("skipped", count(verdicts, Verdict.Skipped.class));
      for (Map.Entry<RiscvTest, Verdict> entry : verdicts.entrySet()) {
        write(xml, entry.getKey(), entry.getValue());
      }
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.close();
    } catch (IOException | XMLStreamException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private static void write(XMLStreamWriter xml, RiscvTest test, Verdict verdict)
      throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", test.family());
    xml.writeAttribute("name", test.name());
    switch (verdict) {
      case Verdict.Passed _ -> {}
      case Verdict.Failed(String reason) -> writeReason(xml, "failure", reason);
      case Verdict.Skipped(String reason) -> writeReason(xml, "skipped", reason);
    }
    xml.writeEndElement();
  }

  private static void writeReason(XMLStreamWriter xml, String element, String reason)
      throws XMLStreamException {
    xml.writeEmptyElement(element);
    xml.writeAttribute("message", reason);
  }

  private static String count(Map<RiscvTest, Verdict> verdicts, Class<? extends Verdict> kind) {
    return Long.toString(verdicts.values().stream().filter(kind::isInstance).count());
  }
}

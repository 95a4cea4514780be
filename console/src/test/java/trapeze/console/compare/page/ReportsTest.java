package trapeze.console.compare.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import trapeze.console.compare.CellResult;
import trapeze.console.compare.Comparison;
import trapeze.console.compare.Counts;
import trapeze.console.compare.EngineChoice;
import trapeze.console.compare.model.ModelFile;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.translate.Translation;

class ReportsTest {
  private static CellResult result(String setup, long exits, List<String> contradictions) {
    Counts.Builder counts = new Counts.Builder();
    counts.add(Counts.GUEST_INSTRUCTIONS, 1000).add(Counts.DIRECT, 1000 - exits);
    counts.add("exits.a <cause>, \"quoted\" & more", exits).add("emulated.csrrw", exits);
    return new CellResult(
        "work", setup, "", counts.build(), "ended", true, 7, List.of(2_000_000L), contradictions);
  }

  private static final Comparison COMPARISON =
      new Comparison(
          List.of(
              result("bare", 0, List.of()),
              result("some/design", 10, List.of("round 2: x < y was 1 and is 2"))),
          ModelFile.usual(),
          new EngineChoice(Translation.HOT, Set.of(Optimisation.REGIONS_OVER_PAGES)),
          "./trapeze compare --workload 'a<b'");

  private static Document parsed(String page)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
    String page = HtmlReport.document(COMPARISON);
    Document document = parsed(page);
    assertThat(document.getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("rect").getLength()).isGreaterThan(10);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
    assertThat(page.replace("http://www.w3.org/", ""))
        .doesNotContain("http://", "https://", "url(");
    assertThat(document.getElementsByTagName("body").item(0).getTextContent())
        .contains("--workload 'a<b'", "x < y was 1 and is 2", "a <cause>, \"quoted\" & more");
  }

  @Test
  void everyReportSaysWhichEngineItsTimesAreOf() {
    String words = "the engine's translator without regions-over-pages";
    assertThat(TextReport.lines(COMPARISON)).anyMatch(line -> line.contains(words));
    assertThat(JsonReport.document(COMPARISON)).contains(words);
    assertThat(HtmlReport.document(COMPARISON)).contains(words);
  }

  @Test
  void aContradictionIsAProblem() {
    assertThat(COMPARISON.problems())
        .containsExactly("work@some/design: round 2: x < y was 1 and is 2");
  }

  @Test
  void csvQuotesWhatItMust() {
    assertThat(CsvReport.document(COMPARISON).lines())
        .startsWith("workload,setup,kind,name,value")
        .contains("work,some/design,count,\"exits.a <cause>, \"\"quoted\"\" & more\",10")
        .contains("work,some/design,nanoseconds,round 1,2000000")
        .contains("work,some/design,cycles,emulated,1500.0");
  }

  @Test
  void theTextNamesEverySetupAndEachGroup() {
    assertThat(TextReport.lines(COMPARISON))
        .anyMatch(line -> line.matches(" +bare +some/design"))
        .anyMatch(line -> line.matches("exits +0 +10"))
        .anyMatch(line -> line.matches("exits per 1000 instructions +0.000 +10.000"));
  }

  @Test
  void anAxisHasRoundNumbersAndEndsBehindItsGreatestValue() {
    assertThat(Axis.upTo(225)).isEqualTo(new Axis(250, 50));
    assertThat(Axis.upTo(0)).isEqualTo(new Axis(1, 0.5));
    assertThat(Axis.upTo(1).marks()).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0);
  }
}

package trapeze.console.compare.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import trapeze.console.compare.Bench;
import trapeze.console.compare.EngineChoice;
import trapeze.console.compare.ResultStore;
import trapeze.console.compare.Rounds;
import trapeze.console.compare.model.ModelFile;

class ExperimentsTest {
  @TempDir private Path folder;

  private Laboratory laboratory() {
    Bench bench = new Bench(Long.MAX_VALUE, EngineChoice.usual());
    Rounds rounds = new Rounds(bench, new ResultStore(folder));
    return new Laboratory(bench, rounds, 1, ModelFile.usual(), (_, _, _, _) -> {});
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5})
  void aNativeWalkReadsOneEntryALevel(int levels) {
    assertThat(WalkBench.count(levels, 0)).contains(new WalkBench.References(levels, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 34, 35, 43, 44, 45, 53, 54, 55})
  void aTwoStageWalkIsAsLongAsItsShapeSays(int levels) {
    int first = levels / 10;
    int second = levels % 10;
    assertThat(WalkBench.count(first, second))
        .contains(new WalkBench.References(first, (long) second * (first + 1)));
  }

  @Test
  void everyExperimentIsOnItsOwn() {
    assertThat(Experiment.all()).extracting(Experiment::name).doesNotHaveDuplicates();
    assertThat(Experiment.all())
        .allMatch(each -> each.name().matches("[a-z]+(-[a-z]+)*-(19|20)[0-9]{2}"))
        .allMatch(each -> !each.reported().isEmpty() && !each.method().isEmpty());
  }

  @Test
  void cellsAreCountedWithoutRunningThem() throws Exception {
    Bench bench = new Bench(0, EngineChoice.usual());
    int all = Laboratory.cells(Experiment.all(), bench, ModelFile.usual());
    int nested = Laboratory.cells(List.of(new NestedExits()), bench, ModelFile.usual());
    assertThat(nested).isEqualTo(3 * laboratory().setups().size());
    assertThat(all).isGreaterThan(nested);
  }

  @Test
  void anExperimentsVerdictsAreInThePageAndOnTheTerminal() throws Exception {
    Experiment experiment = new NestedWalk();
    ExperimentReport.Done done =
        new ExperimentReport.Done(experiment, experiment.run(laboratory()));
    String page = ExperimentReport.page(List.of(done), List.of("a < b"), "./trapeze compare");
    String text =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(page)))
            .getElementsByTagName("body")
            .item(0)
            .getTextContent();
    assertThat(text).contains("a < b", experiment.source());
    assertThat(done.findings().verdicts()).isNotEmpty();
    List<String> lines = ExperimentReport.lines(done);
    for (Findings.Verdict verdict : done.findings().verdicts()) {
      assertThat(text).contains(verdict.claim(), verdict.why());
      assertThat(lines).anyMatch(line -> line.contains(verdict.claim()));
    }
  }

  @Test
  void whatIsAssistedIsAPartOfTheExits() throws Exception {
    Findings findings = new VirtualMachineAssist().run(laboratory());
    List<List<String>> rows = findings.tables().getFirst().table().rows();
    assertThat(rows.getFirst().getFirst()).startsWith("return from a trap");
    assertThat(rows.getLast().getLast()).matches("[1-9][0-9.]* %");
  }
}

package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
  private static final List<Target> TARGETS = List.of(Target.MACHINE, Target.VM2);

  @TempDir private Path folder;

  @Test
  void whatPassesBareAndFailsVirtualIsNamed() {
    Tally tally =
        new Tally(
            TARGETS,
            List.of(
                result("add", new Verdict.Passed(), new Verdict.Passed()),
                result("sub", new Verdict.Passed(), new Verdict.Failed("test case 3"))));
    assertThat(tally.hasFailures()).isTrue();
    assertThat(TallyText.columns(tally))
        .contains(" 2      0       0        1      1       0\n")
        .endsWith("Passes bare and fails virtual: sub\n");
    assertThat(TallyText.markdown(tally)).contains("| all | 2 / 0 / 0 | 1 / 1 / 0 |");
  }

  @Test
  void reasonsToSkipAreCounted() {
    Verdict skipped = new Verdict.Skipped("the machine has no H");
    Tally tally =
        new Tally(TARGETS, List.of(result("a", skipped, skipped), result("b", skipped, skipped)));
    assertThat(tally.hasFailures()).isFalse();
    assertThat(TallyText.columns(tally))
        .contains("  2: the machine has no H\n")
        .endsWith("Passes bare and fails virtual: none\n");
  }

  @Test
  void resultsAreWrittenForBuildServers() throws IOException {
    Path file = folder.resolve("junit.xml");
    JUnitFile.write(
        file,
        "suite",
        TARGETS,
        Map.of("isa", "rv64i"),
        List.of(result("sub", new Verdict.Passed(), new Verdict.Failed("case <3>"))));
    assertThat(Files.readString(file))
        .contains(
            "name=\"suite on machine\" tests=\"1\" failures=\"0\" skipped=\"0\" time=\"1.500\"")
        .contains("name=\"suite on vm2\" tests=\"1\" failures=\"1\" skipped=\"0\" time=\"2.000\"")
        .contains("<property name=\"isa\" value=\"rv64i\"/>")
        .contains("<failure message=\"case &lt;3&gt;\"");
  }

  private static Result result(String name, Verdict bare, Verdict virtual) {
    return new Result(
        new RiscvTest(Path.of(name), name, "rv64ui-p"),
        Map.of(Target.MACHINE, bare, Target.VM2, virtual),
        Map.of(Target.MACHINE, Duration.ofMillis(1500), Target.VM2, Duration.ofSeconds(2)));
  }
}

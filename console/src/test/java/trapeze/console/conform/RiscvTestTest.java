package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;

class RiscvTestTest {
  private static final Path IMAGES = Path.of("..", "guest-programs", "images");

  @TempDir private Path folder;

  @Test
  void testsAreFoundByTheirNames() throws IOException {
    for (String name :
        new String[] {
          "rv64ui-p-add",
          "rv64ui-p-add.dump",
          "Makefile",
          "rv64mi-p-ld-misaligned",
          "hypervisor-svadu-p-2-stage_translation",
          "rv64uzba-v-add_uw"
        }) {
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(RiscvTest.in(folder))
        .extracting(RiscvTest::family)
        .containsExactly("hypervisor-svadu-p", "rv64mi-p", "rv64ui-p", "rv64uzba-v");
  }

  @Test
  void aFolderWithoutTestsIsBadInput() {
    assertThatThrownBy(() -> RiscvTest.in(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no test programs");
  }

  @ParameterizedTest
  @EnumSource(TestMachine.class)
  void aProgramWithoutAResultIsSkippedAndAMissingExtensionToo(TestMachine kind) {
    Path program = IMAGES.resolve("crash.elf");
    assertThat(new RiscvTest(program, "rv64ui-p-x", "rv64ui-p").run(kind, Implementation.FULL))
        .isEqualTo(new Verdict.Skipped("the file has no symbol tohost"));
    assertThat(new RiscvTest(program, "rv64uzfh-p-x", "rv64uzfh-p").run(kind, Implementation.FULL))
        .isEqualTo(new Verdict.Skipped("the machine has no zfh"));
  }

  @Test
  void verdictsAreWrittenForBuildServers() throws IOException {
    Map<RiscvTest, Verdict> verdicts = new LinkedHashMap<>();
    verdicts.put(new RiscvTest(folder, "rv64ui-p-add", "rv64ui-p"), new Verdict.Passed());
    verdicts.put(new RiscvTest(folder, "rv64ui-p-sub", "rv64ui-p"), new Verdict.Failed("case <3>"));
    Path file = folder.resolve("junit.xml");
    JUnitFile.write(file, "suite", verdicts);
    assertThat(file)
        .content()
        .contains(
            "tests=\"2\" failures=\"1\" skipped=\"0\"", "<failure message=\"case &lt;3&gt;\"");
  }
}

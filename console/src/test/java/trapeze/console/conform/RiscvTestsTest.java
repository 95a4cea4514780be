package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;
import trapeze.machine.engine.translate.Translation;

class RiscvTestsTest {
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
          "rv64uzba-v-add_uw",
          "rv64ui-pm-add",
          "dhrystone.riscv"
        }) {
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(new RiscvTests().programs(folder))
        .extracting(RiscvTest::family)
        .containsExactly(
            "benchmarks", "hypervisor-svadu-p", "rv64mi-p", "rv64ui-p", "rv64ui-pm", "rv64uzba-v");
  }

  @Test
  void aFolderWithoutTestsIsBadInput() {
    assertThatThrownBy(() -> new RiscvTests().programs(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no test programs");
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void aProgramWithoutAResultFails(Target target) {
    Bench bench =
        new Bench(target, Implementation.FULL, Translation.ofProperty(), null, SignatureSink.NONE);
    assertThat(new RiscvTest(IMAGES.resolve("crash.elf"), "crash", "program").run(bench))
        .isEqualTo(new Verdict.Failed("the file has no symbol tohost"));
  }

  @Test
  void whatIsSkippedFollowsFromWhatTheMachineClaims() {
    assertThat(reasonToSkip("rv64uxqqq-p")).isEqualTo("the machine has no Xqqq");
    assertThat(reasonToSkip("rv64up-p")).isEqualTo("the machine has no P");
    assertThat(reasonToSkip("hypervisor-p")).isEqualTo("the machine has no H");
    assertThat(new RiscvTest(IMAGES, "vec-daxpy", "benchmarks").reasonToSkip(Implementation.FULL))
        .isEqualTo("the machine has no V");
    assertThat(reasonToSkip("rv64ui-v")).isNull();
    assertThat(reasonToSkip("rv64mi-p")).isNull();
    assertThat(reasonToSkip("rv64uzbb-pm")).isNull();
    assertThat(reasonToSkip("rv64mzicbo-p")).isNull();
    assertThat(reasonToSkip("rv64ssvnapot-p")).isNull();
  }

  private static @Nullable String reasonToSkip(String family) {
    return new RiscvTest(IMAGES, family + "-x", family).reasonToSkip(Implementation.FULL);
  }
}

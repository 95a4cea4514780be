package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;

class RiscvHypTestsTest {
  private static final String NOTHING = "";

  @TempDir private Path folder;

  private static Verdict verdict(String console, String reference) {
    return HypReport.of(console).verdict("", HypReport.of(reference));
  }

  @Test
  void checksThatHoldPass() {
    assertThat(
            verdict("\u001b[34mtest \u001b[0m\n\ta  \u001b[32mPASSED\n\tb PASSED\nend\n", NOTHING))
        .isEqualTo(new Verdict.Passed("2 checks"));
  }

  @Test
  void aCheckThatFailsIsNamedAndALongNameIsOne() {
    assertThat(verdict("\ta PASSED\n\tone half \n\tother half FAILED\n\t(7)\nend\n", NOTHING))
        .isEqualTo(new Verdict.Failed("1 of 2 checks: one halfother half"));
  }

  @Test
  void checksOfOneNameAreCountedEach() {
    assertThat(verdict("\ta PASSED\n\ta PASSED\nend\n", "\ta PASSED\n\ta FAILED\nend\n"))
        .isEqualTo(new Verdict.Passed("2 checks"));
  }

  @Test
  void whatFailsInTheReferenceTooIsKnown() {
    assertThat(verdict("\ta PASSED\n\tb FAILED\nend\n", "\ta PASSED\n\tb FAILED\nend\n"))
        .isEqualTo(new Verdict.Passed("1 checks, 1 fail as in the reference"));
    assertThat(verdict("\ta FAILED\n\tb FAILED\nend\n", "\ta PASSED\n\tb FAILED\nend\n"))
        .isEqualTo(new Verdict.Failed("1 of 2 checks: a"));
  }

  @Test
  void aProgramThatDoesNotEndOrLeavesOutACheckFails() {
    assertThat(verdict("\ta PASSED\n", NOTHING)).isInstanceOf(Verdict.Failed.class);
    assertThat(verdict("\ta PASSED\nend\n", "\ta PASSED\n\tb PASSED\nend\n"))
        .isEqualTo(new Verdict.Failed("the check was not made: b"));
  }

  @Test
  void programsAreFoundAndAskForH() throws IOException {
    assertThatThrownBy(() -> new RiscvHypTests().programs(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("build-riscv-hyp-tests");
    Files.writeString(folder.resolve("b.elf"), "");
    Files.writeString(folder.resolve("a.elf"), "");
    List<RiscvHypTest> tests = new RiscvHypTests().programs(folder);
    assertThat(tests).extracting(RiscvHypTest::name).containsExactly("a", "b");
    assertThat(tests.getFirst().reasonToSkip(Implementation.FULL)).contains("no H");
    assertThat(new RiscvHypTests().warning(tests)).contains("no references");
    Files.writeString(folder.resolve("a.reference"), "");
    assertThat(new RiscvHypTests().warning(tests)).isNull();
  }
}

package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;

class KvmUnitTestsTest {
  @TempDir private Path folder;

  private static Verdict verdict(String... lines) {
    return KvmReport.of(String.join("\r\n", lines)).verdict(new Outcome.Ended(0));
  }

  @Test
  void checksThatHoldPass() {
    assertThat(verdict("PASS: a", "INFO: b", "SKIP: c: no d", "KFAIL: e", "", "EXIT: STATUS=1"))
        .isEqualTo(new Verdict.Passed("1 checks, 1 known failures, 1 skipped"));
  }

  @Test
  void aCheckThatFailsIsNamedAndFails() {
    assertThat(verdict("PASS: a", "FAIL: b", "FAIL: c", "EXIT: STATUS=3"))
        .isEqualTo(new Verdict.Failed("2 of 3 checks: b; c"));
  }

  @Test
  void aProgramWithoutResultAndOneThatIsDiscontentFail() {
    assertThat(verdict("PASS: a")).isInstanceOf(Verdict.Failed.class);
    assertThat(verdict("PASS: a", "EXIT: STATUS=255")).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void aProgramThatMakesNoCheckIsSkippedForItsOwnReason() {
    assertThat(verdict("SKIP: x: no extension", "EXIT: STATUS=77"))
        .isEqualTo(new Verdict.Skipped("x: no extension"));
  }

  private List<KvmUnitTest> programs(Map<String, String> environment) {
    return new KvmUnitTests(environment).programs(folder);
  }

  private void configure(String text) throws IOException {
    Path tests = Files.createDirectories(folder.resolve("riscv"));
    Files.writeString(tests.resolve("unittests.cfg"), text);
    Files.writeString(tests.resolve("one.flat"), "");
  }

  @Test
  void theSuitesOwnConfigurationSaysWhatIsRun() throws IOException {
    configure(
        """
        # a comment with [brackets]
        [first]
        file = one.flat   # and another
        smp = $MAX_SMP
        test_args = 'foo bar'
        [second]
        file = one.flat
        smp = 2
        extra_params = -device pci
        [third]
        file = one.flat
        arch = riscv32
        """);
    List<KvmUnitTest> tests = programs(Map.of());
    assertThat(tests).extracting(KvmUnitTest::name).containsExactly("first", "second", "third");
    assertThat(tests).extracting(KvmUnitTest::harts).containsExactly(4, 2, 4);
    assertThat(tests.getFirst().arguments()).isEqualTo("foo bar");
    assertThat(tests)
        .extracting(test -> test.reasonToSkip(Implementation.FULL))
        .containsExactly(null, "it asks for -device pci", "it is for riscv32");
  }

  @Test
  void theSuitesOwnVariablesSayWhatFirmwareAndWhatValues() throws IOException {
    configure("[one]\n");
    Path values = Files.writeString(folder.resolve("values"), "A=b\n");
    KvmUnitTest own = programs(Map.of()).getFirst();
    assertThat(own.firmware()).isNull();
    assertThat(new String(own.values().contents(), StandardCharsets.UTF_8))
        .contains("SBI_IMPL_ID=0x5452");
    Map<String, String> variables =
        Map.of("FIRMWARE_OVERRIDE", "fw.bin", "KVM_UNIT_TESTS_ENV", values.toString());
    KvmUnitTest other = programs(variables).getFirst();
    assertThat(other.firmware()).isEqualTo(Path.of("fw.bin"));
    assertThat(new String(other.values().contents(), StandardCharsets.UTF_8)).isEqualTo("A=b\n");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThatThrownBy(() -> programs(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("unittests.cfg");
    configure("[two]\n");
    assertThatThrownBy(() -> programs(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("two.flat");
    configure("[one]\nsmp = many\n");
    assertThatThrownBy(() -> programs(Map.of()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'many'");
  }
}

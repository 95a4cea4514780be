package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;
import trapeze.machine.engine.translate.Translation;

/** Cases in the form of {@code testfloat_gen}, printed by a script in its place. */
class TestFloatTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Target.class)
  void rightCasesPassEverywhere(Target target) throws IOException {
    assertThat(verdict(target, "f32_add.rne", "3F800000 33800000 3F800000 01"))
        .isEqualTo(new Verdict.Passed("1 cases"));
  }

  @ParameterizedTest
  @CsvSource({
    "f32_add.rup, 3F800000 33800000 3F800001 01",
    "f16_mulAdd.rdn, 3C00 3C00 BC00 8000 00",
    "f64_mulAdd.rne, 4000000000000000 4008000000000000 BFF0000000000000 4014000000000000 00",
    "f64_to_ui32_exact.rtz, C000000000000000 00000000 10",
    "f64_to_ui32_exact.rne, 41EFFFFFFFD80000 FFFFFFFF 01",
    "ui32_to_f64.rne, FFFFFFFF 41EFFFFFFFE00000 00",
    "ui64_to_f16.rtz, FFFFFFFFFFFFFFFF 7BFF 05",
    "f32_eq.rne, 7F800001 00000000 0 10",
    "f64_lt_quiet.rne, 7FF8000000000000 0000000000000000 0 00",
    "f16_roundToInt.rmm, 3800 3C00 00",
    "f16_roundToInt_exact.rmm, 3800 3C00 01",
  })
  void casesOfAllKindsPass(String name, String line) throws IOException {
    assertThat(verdict(Target.MACHINE, name, line)).isEqualTo(new Verdict.Passed("1 cases"));
  }

  @ParameterizedTest
  @CsvSource({
    "3F800000 33800000 3F800000 00, 'flags 1 then 1, not ffffffff3f800000, flags 0'",
    "3F800000 33800000 3F800001 01, 'not ffffffff3f800001'",
    "3F800000 3F800000 40000000, a line that is no case",
    "3F800000 3F80x000 40000000 00, what is no number",
  })
  void wrongCasesAndNoCasesFail(String line, String reason) throws IOException {
    assertThat(verdict(Target.MACHINE, "f32_add.rne", line).toString())
        .startsWith("FAIL")
        .contains(reason);
  }

  @Test
  void aGeneratorThatFailsIsQuoted() throws IOException {
    Path script = script("echo no such function >&2; exit 1");
    assertThat(program(script, "f64_sqrt.rne").run(bench(Target.MACHINE)))
        .isEqualTo(new Verdict.Failed("testfloat_gen ended with 1: no such function"));
  }

  @Test
  void moreThanABatchIsExecuted() throws IOException {
    Path script = script("yes 4000 4200 4500 00 | head -n 10000");
    assertThat(program(script, "f16_add.rne").run(bench(Target.MACHINE)))
        .isEqualTo(new Verdict.Passed("10000 cases"));
  }

  @Test
  void everyNameIsOfOneProgram() throws IOException {
    var programs = new TestFloat().programs(script("true"));
    assertThat(programs.stream().map(Program::name).collect(Collectors.toSet()))
        .hasSameSizeAs(programs);
    assertThat(programs)
        .allSatisfy(program -> assertThat(program.reasonToSkip(Implementation.FULL)).isNull());
  }

  @Test
  void pathsAndLevelsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TestFloat().programs(folder)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new TestFloat().atLevel(3)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new RiscvTests().atLevel(2)).isInstanceOf(UserError.class);
  }

  private Verdict verdict(Target target, String name, String line) throws IOException {
    return program(script("echo '" + line + "'"), name).run(bench(target));
  }

  private static Bench bench(Target target) {
    return new Bench(
        target, Implementation.FULL, Translation.ofProperty(), null, SignatureSink.NONE);
  }

  private static TestFloatProgram program(Path script, String name) {
    return new TestFloat()
        .programs(script).stream()
            .filter(program -> program.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  private Path script(String command) throws IOException {
    Path script = folder.resolve("testfloat_gen");
    Files.writeString(script, "#!/bin/sh\n" + command + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}

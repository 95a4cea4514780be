package trapeze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about machines of the 1974 paper, as a user sees them. */
class ThirdGenerationCommandsTest {
  private static final Path PROGRAMS = Path.of("..", "guest-programs", "pg74");
  private static final Path VIOLATOR = PROGRAMS.resolve("violators").resolve("jrst1.asm");

  /** What a command printed, and its exit code. */
  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.execute(
            new Io(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false),
            arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "causes", "minnow"})
  void aGuestPrintsTheSameBareAndUnderTwoMonitors(String program) throws IOException {
    String expected = Files.readString(PROGRAMS.resolve(program).resolve("expected.txt"));
    Result bare = run("machine", "--machine", "pg74", "builtin:" + program);
    assertThat(bare.code()).isZero();
    assertThat(bare.out()).isEqualTo(expected);

    Result guest = run("run", "--machine", "pg74", "--depth", "2", "builtin:" + program);
    assertThat(guest.code()).isZero();
    assertThat(
            guest
                .out()
                .lines()
                .filter(line -> line.matches(program + " *\\| .*"))
                .map(line -> line.replaceFirst("^[^|]*\\| ", "")))
        .containsExactlyElementsOf(expected.lines().toList());
  }

  @Test
  void withoutProgramsABuiltInSetRuns() {
    Result result = run("run", "--machine", "pg74");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .contains("hello         | hello, third generation", "monitor+minnow| no process left")
        .anyMatch(line -> line.matches("end +exit 0 +exit 0 +exit 0 +exit 0"))
        .noneMatch(line -> line.startsWith("shadow"));
  }

  @Test
  void aMachineThatTheTheoremsDoNotCoverIsRefused() {
    Result plain = run("run", "--machine", "pdp10", VIOLATOR.toString());
    assertThat(plain.code()).isEqualTo(ExitCode.USAGE);
    assertThat(plain.err()).hasLineCount(1).contains("Theorem 1", "jrst1 n: m: 0", "--hybrid");

    assertThat(run("run", "--machine", "x86-smsw", "--hybrid", "builtin:hello").err())
        .hasLineCount(1)
        .contains("Theorem 3", "smsw", "--anyway");
  }

  @Test
  void anywayShowsWhatGoesWrongAndHybridDoesNot() {
    assertThat(run("machine", "--machine", "pdp10", VIOLATOR.toString()).out())
        .isEqualTo("the bare machine\n");
    assertThat(run("run", "--machine", "pdp10", "--anyway", VIOLATOR.toString()).out())
        .contains("jrst1  | a virtual machine");
    assertThat(run("run", "--machine", "pdp10", "--hybrid", VIOLATOR.toString()).out())
        .contains("jrst1  | the bare machine");
  }

  @ParameterizedTest
  @CsvSource({
    "--machine=pg75, there is no such machine",
    "--machine=pg74 nothing.asm, cannot read nothing.asm",
    "--machine=pg74 builtin:nothing, there is no such program",
    "--machine=pg74 -kernel=x, without other options for guests",
    "--machine=pg74 --depth=9, not between 1 and 4",
    "builtin:hello, say --machine pg74",
    "--hybrid, say --machine pg74 too"
  })
  void badInputGetsOneLine(String arguments, String message) {
    Result result = run(("run " + arguments).split(" "));
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).hasLineCount(1).contains(message);
  }

  @Test
  void theHomomorphismHoldsOrIsToldWhereItDoesNot() {
    Result holds = run("homomorphism", "pg74", "--operation", "lit", "--operation", "smode");
    assertThat(holds.code()).isZero();
    assertThat(holds.out()).contains("A homomorphism");

    Result fails = run("homomorphism", "pdp10", "--operation", "jrst1", "--json");
    assertThat(fails.code()).isEqualTo(ExitCode.FAILED);
    assertThat(fails.out())
        .contains("\"holds\" : false", "They part: M is user on the bare machine");

    assertThat(run("homomorphism", "pg74", "--operation", "popf").err())
        .hasLineCount(1)
        .contains("'popf' is none of pg74");
    assertThat(run("homomorphism", "pg74", "--format", "9").err())
        .hasLineCount(1)
        .contains("2 or 3 bits");
  }

  @Test
  void theStoryOnThePageIsCurrent() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "theory", "homomorphism.md"));
    String story = run("homomorphism", "x86-smsw", "--operation", "smsw").out();
    assertThat(page).contains(story.substring(story.indexOf("smsw, the least state")).strip());
  }
}

package trapeze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code trapeze classify} as a user sees it. */
class ClassifyCommandTest {
  private record Result(int code, String out, String err) {}

  private static Result classify(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] all = new String[arguments.length + 1];
    all[0] = "classify";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code =
        Main.execute(
            new Io(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false),
            all);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutAMachineItListsThem() {
    assertThat(classify().out().lines())
        .contains("pg74               the machine of the paper")
        .anyMatch(line -> line.startsWith("m68010 "))
        .anyMatch(line -> line.startsWith("rv64-wfi-nop "));
  }

  @Test
  void aTableSaysWhatStandsAgainstTheTheorems() {
    Result result = classify("pdp10", "--sensitive");
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains(
            "jrst1 n   .         x        .         .     .      .      ! m: 0 before, 1 after")
        .contains("halt      in user   x ")
        .contains(
            "Theorem 1 (every sensitive instruction is privileged): its condition is not met.")
        .contains("  against it: jrst1 n")
        .contains(
            "Theorem 3 (every user-sensitive instruction is privileged): its condition is met.")
        .contains("6,174,015,488 states visited")
        .doesNotContain("jump n");
  }

  @Test
  void anExplanationShowsTwoStatesSideBySide() {
    Result result = classify("lra", "--explain", "lra");
    assertThat(result.out())
        .contains("A := the physical address of n. IBM 360/67 and System/370, LRA.")
        .contains("    physical ← locate(imm[15:0])")
        .contains("lra n is location-sensitive, user-sensitive.")
        .contains("here           where R is moved by 1")
        .contains("The machine: No machine is known that did this");
    assertThat(classify("rv64-wfi-nop", "--explain", "wfi").out())
        .contains("wfi is control-sensitive")
        .contains("so a hybrid monitor, which interprets");
    assertThat(classify("rv64", "--explain", "satp").out())
        .contains("csrrs x5, satp, x0 is privileged");
  }

  @Test
  void jsonHasTheStatesOfEveryWitness() {
    Result result = classify("m68000", "--explain", "movesr", "--json");
    assertThat(result.out())
        .contains("\"instance\" : \"movesr\"", "\"against\" : [ \"movesr\" ]")
        .contains("\"outcome\" : \"completes\"", "\"a\" : \"0x10\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          x87 | x87: there is no such machine; did you mean x86, pg74, vax?
          x86 --explain pofp | --explain: x86 has no 'pofp'; did you mean popf,
          rv64 --explain csrrs | --explain: csrrs alone has no verdict; give a control and status
          --explain popf | --explain: say on which machine
          pg74 --format 9 | --format: an instance with addresses of 9 bits cannot be visited
          """)
  void badInputGetsOneLineAndExitCode2(String arguments, String line) {
    Result result = classify(arguments.split(" "));
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(line);
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
  }
}

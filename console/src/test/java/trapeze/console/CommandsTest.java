package trapeze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands as a user sees them: what they print, and how they end. */
class CommandsTest {
  private static final String SHELL = "firmware=builtin:sprig,append=script=shell";

  @TempDir private Path folder;

  /** What a command printed, and its exit code. */
  private record Result(int code, String out, String err) {}

  private static Result run(String typed, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.execute(
            new Io(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false),
            arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void provingWithoutASolverSaysWhereThereIsOne() {
    Result result = run("", "prove");
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("./trapeze prove").hasLineCount(1);
  }

  @Test
  void severalGuestsShareOneLogAndOneTableOfAccounts() {
    Result result =
        run(
            "",
            "run",
            "--guest",
            "name=a,firmware=builtin:page-fault",
            "--guest",
            "name=bb,firmware=builtin:sensitive");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out().lines())
        .contains("a | page-fault: Sv39 is on", "monitor| bb ended with exit code 0")
        .anyMatch(line -> line.startsWith("bb| "))
        .anyMatch(line -> line.matches("end +exit 0 +exit 0"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2"})
  void aMonitorUnderAMonitorShowsTheGuestTheSameMachine(String depth, String harts) {
    Result result =
        run(
            "",
            "run",
            "--depth",
            depth,
            "--real-harts",
            harts,
            "-bios",
            "builtin:page-fault",
            "--accounting",
            "none");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(run("", "run", "-bios", "builtin:page-fault", "--accounting", "none").out());
  }

  @Test
  void aSingleGuestsExitCodeIsPassedOn() {
    Result result = run("", "run", "--guest", SHELL + ",input=halt 7\\n");
    assertThat(result.code()).isEqualTo(7);
    assertThat(
            run(
                    "",
                    "machine",
                    "-bios",
                    "builtin:sprig",
                    "-append",
                    "script=shell",
                    "--input",
                    "halt 7\\n")
                .code())
        .isEqualTo(7);
  }

  @Test
  void ofSeveralGuestsOneFailureIsAFailure() {
    Result result =
        run(
            "",
            "run",
            "--guest",
            "firmware=builtin:page-fault",
            "--guest",
            SHELL + ",input=halt 7\\n");
    assertThat(result.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aGuestThatOnlyFaultsIsEnded() {
    Result result = run("", "run", "-bios", "builtin:crash");
    assertThat(result.code()).isEqualTo(ExitCode.FAULT_LOOP);
    assertThat(result.out()).contains("guest was ended: nothing but faults any more");
  }

  @Test
  void aGuestOutOfStepsIsEnded() {
    Result result = run("", "run", "--steps", "50k", "-bios", "builtin:compute-long");
    assertThat(result.code()).isEqualTo(ExitCode.OUT_OF_STEPS);
    assertThat(result.out()).contains("50,000");
    assertThat(run("", "machine", "--steps", "50k", "-bios", "builtin:compute-long").code())
        .isEqualTo(ExitCode.OUT_OF_STEPS);
  }

  @Test
  void standardInputIsTyped() {
    Result result =
        run(
            "\necho it is heard\nhalt 5\n",
            "machine",
            "-bios",
            "builtin:sprig",
            "-append",
            "script=shell",
            "--steps",
            "2G",
            "--input",
            "-");
    assertThat(result.out()).contains("it is heard");
    assertThat(result.code()).isEqualTo(5);
  }

  @Test
  void theConsoleOfTheBareMachineIsTheGuestsOwn() throws IOException {
    Result result = run("", "machine", "-bios", "builtin:page-fault", "--stats");
    Path expected = Path.of("..", "guest-programs", "page-fault", "expected.txt");
    assertThat(result.out()).isEqualTo(Files.readString(expected));
    assertThat(result.err()).contains("instructions retired");
  }

  @Test
  void anOverlayLeavesTheImageAloneAndAWritableDiskDoesNot() throws IOException {
    Path image = folder.resolve("disk.img");
    Files.copy(Path.of("..", "guest-programs", "images", "sprig-disk.img"), image);
    byte[] before = Files.readAllBytes(image);
    String guest = SHELL + ",disk=" + image + ",input=write note kept\\nhalt\\n";
    assertThat(run("", "run", "--guest", guest).code()).isZero();
    assertThat(Files.readAllBytes(image)).isEqualTo(before);
    assertThat(run("", "run", "--guest", guest + ",writable").code()).isZero();
    assertThat(Files.readAllBytes(image)).isNotEqualTo(before);
  }

  @Test
  void theAccountsCanBeJsonInAFile() throws IOException {
    Path file = folder.resolve("accounts.json");
    Result result =
        run(
            "",
            "run",
            "-bios",
            "builtin:page-fault",
            "--accounting",
            "json",
            "--accounting-file",
            file.toString());
    assertThat(result.code()).isZero();
    assertThat(Files.readString(file)).contains("\"name\" : \"guest\"", "\"exitCode\" : 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          run -kernel nowhere/Image | nowhere/Image: no such file; check the path
          run -kernel builtin:sprig | command line: kernel: starts at 0x80000000, where firmware
          run -kernel builtin:nothing | builtin:nothing: there is no such image; built in are
          run -bios builtin:sprig -m 12Q | --memory: '12Q' is no size; write for example
          run -bios builtin:sprig -m 900G | the host has
          run -bios builtin:sprig -smp 99 | --smp: harts: '99' is not between 1 and 8
          run -bios builtin:sprig -drive no.img | no.img: no such disk image; check the path
          run -bios builtin:sprig --depth 0 | --depth: 0 is not between 1 and 4
          run -bios none | has neither kernel nor firmware; give one of them
          run --guest fimrware=x | --guest 1: unknown key 'fimrware'; known are name, firmware,
          run --guest name=a,bios=builtin:crash --guest name=a,bios=builtin:crash | 'a' too
          run --user-directory no.toml | no.toml: no such user directory; check the path
          run --no-such-option | Unknown option: '--no-such-option'
          machine | no guest is given
          conform no/such/folder | no/such/folder: is no folder that can be read
          conform --suite no-suite . | --suite: 'no-suite' is no suite that is known; give one of
          conform --suite riscv-arch-test src/main/java | src/main/java: no *.elf in it
          conform --on vm3 . | expected one of
          conform | give one folder of a suite's programs
          conform -T a.sig --on vm,vm2 pom.xml | --test-signature: is for one program on one target
          conform +signature-granularity=3 pom.xml | --signature-granularity: give 1, 2, 4, 8 or 16
          disassemble --hex xyz | --hex: 'xyz' is no instruction
          """)
  void badInputGetsOneLineAndExitCode2(String command, String line) {
    Result result = run("", command.split(" "));
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(line);
    assertThat(result.err()).startsWith("trapeze: ");
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command :
        List.of(
            "run", "machine", "conform", "disassemble", "classify", "homomorphism", "completion")) {
      Result result = run("", command, "--help");
      assertThat(result.code()).isZero();
      assertThat(result.out()).contains("Example").contains("trapeze " + command);
    }
  }

  @Test
  void instructionsAreDisassembled() {
    assertThat(run("", "disassemble", "--hex", "30200073,0x8082").out().lines())
        .containsExactly("mret", "c.jr ra");
    assertThat(run("", "disassemble", "builtin:crash").out())
        .contains("Disassembly of section .text", "80000000:\t30401073\tcsrrw\tzero,mie,zero");
  }

  @Test
  void theCheckedInPageOfCommandsIsCurrent() {
    assertThat(Path.of("..", "docs", "commands.md"))
        .as("write it again with trapeze.console.CommandPage")
        .hasContent(CommandPage.text());
  }
}

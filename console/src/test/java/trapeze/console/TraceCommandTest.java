package trapeze.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Execution logs as a user gets them. */
class TraceCommandTest {
  @TempDir private Path folder;

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

  private Path log(String name, String command, String... arguments) {
    Path file = folder.resolve(name);
    String[] all = new String[arguments.length + 5];
    all[0] = command;
    all[1] = "--trace";
    all[2] = file.toString();
    all[3] = "--steps";
    all[4] = "300k";
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    Result result = run(all);
    assertThat(result.code()).as(result.err()).isNotEqualTo(ExitCode.USAGE);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "sensitive, spike, 1, 1",
    "sensitive, sail, 1, 2",
    "page-fault, sail, 1, 1",
    "selftest, spike, 1, 1",
    "harts, spike, 2, 1"
  })
  void theLogOfAGuestIsThatOfTheBareMachine(
      String program, String format, String harts, String depth) throws IOException {
    String[] guest = {"-bios", "builtin:" + program, "-smp", harts, "--trace-format", format};
    Path bare = log("bare.log", "machine", guest);
    String[] deep = Arrays.copyOf(guest, guest.length + 4);
    deep[guest.length] = "--depth";
    deep[guest.length + 1] = depth;
    deep[guest.length + 2] = "--accounting";
    deep[guest.length + 3] = "none";
    Path virtual = log("virtual.log", "run", deep);
    assertThat(Files.size(bare)).isGreaterThan(100_000);
    assertThat(Files.mismatch(bare, virtual)).isEqualTo(-1);
  }

  @Test
  void whatIsEmulatedAndWhatIsExecutedDirectlyBothStandThere() throws IOException {
    String[] guest = {"-bios", "builtin:page-fault", "--trace-disassembly"};
    Path file = log("kernel.log", "run", guest);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines)
        .anyMatch(line -> line.contains("sfence.vma"))
        .anyMatch(line -> line.matches("core +0: 1 .* c384_satp 0x.*"))
        .anyMatch(line -> line.matches("core +0: 1 .* mem 0x\\w+ 0x\\w+"));
  }

  @Test
  void aNameInGzGivesACompressedFile() throws IOException {
    String[] guest = {"-bios", "builtin:sensitive", "--trace-traps"};
    Path plain = log("log", "machine", guest);
    Path compressed = log("log.gz", "machine", guest);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(plain)).isNotEmpty();
    }
  }

  @Test
  void severalGuestsHaveAFileEach() {
    run(
        "run",
        "--guest",
        "name=a,firmware=builtin:sensitive",
        "--guest",
        "name=b,firmware=builtin:crash",
        "--steps",
        "5k",
        "--trace",
        folder.resolve("t.log.gz").toString());
    assertThat(folder.resolve("t.a.log.gz")).isNotEmptyFile();
    assertThat(folder.resolve("t.b.log.gz")).isNotEmptyFile();
  }

  @Test
  void filters() throws IOException {
    Path file =
        log(
            "csr.log",
            "machine",
            "-bios",
            "builtin:sprig",
            "--trace-only",
            "csr,amo*",
            "--trace-mode",
            "S",
            "--trace-format",
            "sail");
    List<String> announced =
        Files.readAllLines(file).stream().filter(line -> line.startsWith("[")).toList();
    assertThat(announced)
        .isNotEmpty()
        .allMatch(line -> line.contains("[S]"))
        .allMatch(line -> line.matches(".*\\) (csr|amo|ecall|ebreak).*"));
  }

  @ParameterizedTest
  @CsvSource({
    "--trace-only, nonsense, --trace-only",
    "--trace-range, 80000000, two addresses",
    "--trace-from, -5, no range",
    "--trace-symbols, --trace-traps, has symbols",
    "--trace, /nowhere/at/all, cannot be written"
  })
  void whatCannotBeIsSaidInOneLine(String option, String value, String expected) {
    String file = folder.resolve("x.log").toString();
    Result result =
        option.equals("--trace")
            ? run("machine", "-bios", "builtin:sensitive", option, value)
            : run("machine", "-bios", "builtin:sensitive", "--trace", file, option, value);
    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(expected).hasLineCount(1);
  }
}

package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.ExitCode;
import trapeze.console.Io;
import trapeze.console.Main;

/** The command as a user gives it. */
class FuzzCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int fuzz(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "fuzz";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    Io io =
        new Io(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return Main.execute(io, all);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("a seeded fault is found, made small, saved, and seen again in what was saved")
  void seededFault() throws IOException {
    String findings = folder.toString();
    String mix = "reckon=200,access=0,scene=0,length=6,M=0,F=0,D=0";
    int code =
        fuzz(
            "--seed-fault",
            "sltu-signed",
            "--mix",
            mix,
            "--count",
            "3000",
            "--stop-at",
            "1",
            "--findings",
            findings);
    assertThat(code).as(printed() + said()).isEqualTo(ExitCode.FAILED);
    assertThat(said()).contains("a difference, faulty interpreter: sltu -> x;");
    Path text = folder.resolve("reference-1.txt");
    assertThat(Files.readString(text))
        .contains("first step that differs")
        .contains("sltu\t")
        .contains("again: trapeze fuzz --replay " + text + " --seed-fault sltu-signed");
    assertThat(new Finding("", Corpus.readProgram(text), "", 0).instructions()).isLessThan(6);
    assertThat(folder.resolve("reference-1.elf")).isNotEmptyFile();

    assertThat(fuzz("--replay", text.toString(), "--seed-fault", "sltu-signed"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(fuzz("--replay", text.toString())).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains(text + ": no difference");
  }

  @Test
  @DisplayName("machines that agree: exit code 0, a table, a summary; a corpus is gone on from")
  void resumed() throws IOException {
    Path corpus = folder.resolve("corpus");
    Path summary = folder.resolve("summary.json");
    String[] run = {
      "--pair", "vm", "--count", "15", "--corpus", corpus.toString(), "--json", summary.toString()
    };
    assertThat(fuzz(run)).as(printed() + said()).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("| differences | 0 kinds |");
    assertThat(Files.readString(summary)).contains("\"programs\": 15").contains("\"differences\"");
    long kept = programs(corpus);
    long points = Files.readAllLines(corpus.resolve("coverage.txt")).size();
    assertThat(kept).isPositive();
    assertThat(Files.readString(corpus.resolve("state.txt"))).contains("programs: 15\n");

    assertThat(fuzz(run)).isEqualTo(ExitCode.OK);
    assertThat(said()).contains("going on from a corpus of " + kept);
    assertThat(Files.readString(corpus.resolve("state.txt"))).contains("programs: 30\n");
    assertThat(programs(corpus)).isGreaterThanOrEqualTo(kept);
    assertThat(Files.readAllLines(corpus.resolve("coverage.txt")).size())
        .isGreaterThanOrEqualTo((int) points);
  }

  private static long programs(Path corpus) throws IOException {
    try (var files = Files.list(corpus)) {
      return files.filter(file -> file.toString().endsWith(".program")).count();
    }
  }

  @Test
  @DisplayName("what cannot be done is said in one line, with exit code 2")
  void misuse() throws IOException {
    Path nothing = folder.resolve("nothing.txt");
    Path other = Files.writeString(folder.resolve("other.txt"), "pair: vm\nchunk: a\n");
    assertThat(fuzz("--pair", "bochs")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--mix", "vectors=3")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--mix", "access=many")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--mix", "length=0")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--time", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--jobs", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--replay", nothing.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(fuzz("--replay", other.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(said().lines())
        .hasSize(8)
        .allSatisfy(line -> assertThat(line).startsWith("trapeze: "));
    assertThat(said()).contains("there is no knob 'vectors'").contains(other + ": is no program");
  }

  @Test
  @DisplayName("pairs, knobs and faults are listed")
  void lists() {
    assertThat(fuzz("--pair", "list")).isEqualTo(ExitCode.OK);
    assertThat(fuzz("--mix", "list")).isEqualTo(ExitCode.OK);
    assertThat(fuzz("--seed-fault", "list")).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("vm2 ").contains("csr.satp").contains("sfence-deaf");
  }
}

package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import trapeze.console.ExitCode;
import trapeze.console.Io;
import trapeze.console.Main;

/** {@code trapeze prove} as a user sees it, where there is a solver. */
class ProveCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int prove(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "prove";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Main.execute(
        new Io(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        all);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsProvedEndsWell() {
    assertThat(prove("--again", "--only", "execution/addiw")).isEqualTo(ExitCode.OK);
    assertThat(printed()).contains("faithful execution").contains("1 proofs in");
  }

  @Test
  void aFaultPrintsTheInstructionAndWhatDiffers() {
    assertThat(prove("--again", "--only", "emulation/mret", "--seed-fault", "mpp-kept"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(printed())
        .contains("emulation/mret: failed")
        .containsPattern("instruction +mret")
        .containsPattern("mstatus +\\p{XDigit}+ \\(.*MPP=1.*\\)\n")
        .containsPattern("emulated mstatus +\\p{XDigit}+ .*MPP=");
  }

  @Test
  void jsonIsAnObjectALine() {
    assertThat(prove("--again", "--json", "--only", "execution/addiw")).isEqualTo(ExitCode.OK);
    assertThat(printed().lines())
        .singleElement()
        .asString()
        .startsWith("{\"family\":\"execution\",\"name\":\"addiw\",\"result\":\"proved\"");
  }

  @Test
  void namesThatDoNotExistAreSaid() {
    assertThat(prove("--only", "no such thing")).isEqualTo(ExitCode.USAGE);
    assertThat(prove("--seed-fault", "none")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("--list lists all")
        .contains("sret-nop-in-u");
  }

  @Test
  void namesAreListedWithoutBeingProved() {
    assertThat(prove("--list", "--only", "execution/csrrw satp")).isEqualTo(ExitCode.OK);
    assertThat(printed()).isEqualToIgnoringNewLines("execution/csrrw satp");
  }
}

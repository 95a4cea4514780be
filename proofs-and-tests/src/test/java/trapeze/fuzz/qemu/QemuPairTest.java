package trapeze.fuzz.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import trapeze.console.UserError;
import trapeze.fuzz.Coverage;
import trapeze.fuzz.CoveragePoints;
import trapeze.fuzz.Verdict;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Draw;
import trapeze.laws.Mix;
import trapeze.laws.Program;
import trapeze.laws.Programs;

/** Programs step by step on Trapeze and on QEMU. */
class QemuPairTest {
  private static final int PROGRAMS = 8;

  @Test
  void aQemuThatIsNotThereIsOneClearLine() {
    assertThatThrownBy(() -> new QemuPair(Path.of("/no/such/qemu")).close())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("/no/such/qemu")
        .hasMessageContaining("--qemu PATH");
  }

  @Test
  @Tag("qemu")
  void programsDoTheSameStepByStep() {
    agree(Mix.USUAL);
  }

  @Test
  @Tag("qemu")
  void programsWithGuestsDoTheSameStepByStep() {
    agree(Mix.USUAL.withHypervisor());
  }

  private static void agree(Mix asked) {
    Path qemu = Path.of("qemu-system-riscv64");
    Mix mix = QemuPair.pairing(qemu, asked).limits().apply(asked);
    Draw<Program> programs = Programs.programs(mix);
    List<Verdict> differences = new ArrayList<>();
    int same = 0;
    try (QemuPair pair = new QemuPair(qemu)) {
      for (int seed = 1; seed <= PROGRAMS; seed++) {
        Coverage coverage = new Coverage(new CoveragePoints(Rv64.SET));
        Verdict verdict = pair.run(programs.from(new Random(seed)), coverage);
        same += verdict instanceof Verdict.Same ? 1 : 0;
        if (verdict instanceof Verdict.Differs) {
          differences.add(verdict);
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(same).isGreaterThan(PROGRAMS / 2);
  }
}

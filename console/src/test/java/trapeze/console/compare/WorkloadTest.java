package trapeze.console.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import trapeze.console.UserError;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.AssistedRegisters;
import trapeze.shadow.Policy;

class WorkloadTest {
  private static final int SV57 = AddressTranslation.SV57;

  @TempDir private Path folder;

  private static Counts counts(String name, Setup setup) throws InterruptedException {
    Workload workload =
        Workload.ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    Measurement measured =
        new Bench(Long.MAX_VALUE, EngineChoice.usual()).run(new Cell(workload, setup));
    assertThat(measured.good()).as(measured.end()).isTrue();
    return measured.counts();
  }

  @Test
  void aPipeAndBackIsFourCallsAndAnIterationMeasuresThemAlone() throws Exception {
    assertThat(counts("load-pipe", Setup.bare(SV57)).get("traps.environment call from U-mode"))
        .isEqualTo(4 * 100);
  }

  @Test
  void forkExecAndWaitAreCallsAndACopyHasItsOwnPages() throws Exception {
    Counts counts = counts("load-fork-exec", Setup.bare(SV57));
    // fork, exec, exit and wait
    assertThat(counts.get("traps.environment call from U-mode")).isEqualTo(4 * 100);
  }

  @Test
  void anInterruptToAnotherHartNeedsTwoOfThem() throws Exception {
    Setup setup = new Setup("trap-emulate", Policy.CACHED, SV57, 1);
    assertThat(counts("micro-ipi", setup).get("injected")).isEqualTo(3 * 1000);
    assertThat(setup.carries(2)).isTrue();
    assertThat(new Setup("patching", Policy.CACHED, SV57, 1).carries(2)).isFalse();
    assertThat(Setup.bare(SV57).carries(2)).isTrue();
  }

  @Test
  void everyEntryLoadsAndSavesWhatItsDesignSays() throws Exception {
    Counts deprivileged =
        counts("micro-hypercall", new Setup("trap-emulate", Policy.CACHED, SV57, 1));
    long entries = deprivileged.get("switches.entries");
    // 31 registers and pc both ways; mstatus both ways, senvcfg into the hart.
    assertThat(deprivileged.get("switches.words.general registers")).isEqualTo(64 * entries);
    assertThat(deprivileged.get("switches.words.control registers")).isEqualTo(3 * entries);
    assertThat(deprivileged.get("switches.words.floating-point registers")).isZero();

    Counts assisted = counts("micro-read-device", new Setup("hardware", Policy.CACHED, SV57, 1));
    entries = assisted.get("switches.entries");
    assertThat(entries).isEqualTo(1000);
    assertThat(assisted.get("switches.words.general registers")).isEqualTo(64 * entries);
    int lent = AssistedRegisters.LENT.size();
    int same = AssistedRegisters.CONFIGURATION.size();
    assertThat(assisted.get("switches.words.control registers"))
        .isEqualTo((2 * lent + same + 12) * entries);
    // Into the hart always, out of it only if the guest has changed them.
    assertThat(assisted.get("switches.words.floating-point registers")).isEqualTo(33 * entries);
  }

  @Test
  void debianIsThereIfItsFilesAre() throws IOException {
    assertThatThrownBy(() -> DebianWorkloads.in(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("fw_dynamic.bin")
        .hasMessageContaining("scripts/fetch-debian");
    for (String file : List.of("fw_dynamic.bin", "Image", "initramfs.cpio.gz")) {
      Files.createFile(folder.resolve(file));
    }
    assertThat(DebianWorkloads.in(folder))
        .extracting(Workload::name)
        .containsExactly("debian-boot");
    Files.createFile(folder.resolve("workloads.cpio.gz"));
    assertThat(DebianWorkloads.in(folder))
        .hasSize(5)
        .extracting(Workload::name)
        .contains("debian-pipe");
    Workload pipe = DebianWorkloads.in(folder).get(2);
    assertThat(pipe.runs()).hasSize(2);
    assertThat(pipe.runs().getLast().append()).endsWith("workload=pipe workload.n=20");
  }
}

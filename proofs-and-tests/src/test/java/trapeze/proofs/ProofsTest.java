package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.isa.rv64.Rv64;

/** A few of the proofs, and that seeded faults make the right ones fail. */
class ProofsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final List<String> FEW =
      List.of(
          "invariant/reset",
          "invariant/takeTrap",
          "invariant/csrrw mstatus",
          "invariant/mret",
          "precise/amoadd.w",
          "register/satp",
          "translation/an entry allows what the guest's leaf allows",
          "translation/a context decides what a leaf allows",
          "execution/addi",
          "execution/lw",
          "execution/fadd.s",
          "execution/cbo.zero",
          "execution/csrrs fcsr",
          "execution/csrrs time",
          "emulation/csrrw sscratch",
          "emulation/ecall",
          "emulation/ebreak",
          "emulation/sret");

  private static Verdict prove(Machines machines, String path) {
    Obligation obligation =
        Obligations.of(machines).stream()
            .filter(each -> each.path().equals(path))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no obligation " + path));
    return new Prover(Rv64.SET, TIMEOUT, KnownProofs.none()).prove(obligation);
  }

  @Test
  @DisplayName("some proofs of every family")
  void few() {
    for (String path : FEW) {
      Verdict verdict = prove(Machines.RV64, path);
      assertThat(verdict.counterexample()).as(path).isEmpty();
      assertThat(verdict.result()).as(path).isIn(Verdict.Result.PROVED, Verdict.Result.VACUOUS);
    }
  }

  @Test
  @DisplayName("what always traps in U never executes directly; what never traps is not emulated")
  void vacuous() {
    for (String path : List.of("execution/sret", "execution/csrrs mstatus", "emulation/addi")) {
      assertThat(prove(Machines.RV64, path).result()).as(path).isEqualTo(Verdict.Result.VACUOUS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WFI_NOP_IN_U,            execution/wfi,                        WAIT_FOR_INTERRUPT|completes",
    "SRET_NOP_IN_U,           execution/sret,                       mode|mstatus|pc",
    "MRET_JUMPS_IN_U,         execution/mret,                       pc|mstatus|mode",
    "SFENCE_NOP_IN_U,         execution/sfence.vma,                "
        + " FENCE_ADDRESS_TRANSLATION|completes",
    "MSTATUS_READABLE,        execution/csrrs mstatus,              x.RD.|completes",
    "MPP_TAKES_TWO,           invariant/csrrw mstatus,              MPP is U",
    "MTVAL_NOT_WRITTEN,       trap/a trap is entered as bare,       mtval",
    "MPP_KEPT,                emulation/mret,                       mstatus",
    "DIRTY_LOST,              execution/flw,                        mstatus",
    "FLOATING_POINT_ALWAYS_ON,execution/flw,                        completes",
    "ZEROING_ALWAYS_ON,       execution/cbo.zero,                   completes",
    "SUM_IGNORED,             translation/a context decides what a leaf allows, outcome|request"
  })
  @DisplayName("a seeded fault makes the right proof fail, with a state that shows it")
  void faults(SeededFault fault, String path, String shown) {
    Verdict verdict = prove(fault.machines(), path);
    assertThat(verdict.result()).isEqualTo(Verdict.Result.FAILED);
    assertThat(verdict.counterexample().orElseThrow().broken())
        .anySatisfy(line -> assertThat(line).containsPattern(Pattern.compile(shown)));
  }

  @ParameterizedTest
  @EnumSource(SeededFault.class)
  @DisplayName("a fault is one change: an instruction that has nothing to do with it stays proved")
  void local(SeededFault fault) {
    assertThat(prove(fault.machines(), "execution/addi").result()).isEqualTo(Verdict.Result.PROVED);
  }
}

package trapeze.fuzz.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.definition.Decoder;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.Trap;
import trapeze.laws.Code;

/** Each excuse covers what it is about, and nothing that lies next to it. */
class ExcusesTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);

  private static Step retired(int bits, long source, String reservation) {
    long[] operands = new long[32];
    operands[6] = source;
    return new Step(
        0x8000_1000L, DECODER.decode(bits), null, 0, operands, bits, reservation, 0, "");
  }

  private static Step instruction(String mnemonic, Object... operands) {
    return retired(Code.bits(mnemonic, operands), 0, "");
  }

  private static Step read(String csr) {
    int address = Rv64.SET.csr(csr).address();
    return instruction("csrrs", Operand.RD, 5, Operand.CSR, address, Operand.RS1, 0);
  }

  private static Step trap(int cause, long value, int bits) {
    return new Step(
        0x8000_1000L, 0, new Trap(false, cause, value), 0, new long[32], bits, "", 0, "");
  }

  private static List<String> names(Step step, String place, long ours, long theirs) {
    return Excuses.of(new Difference(step, place, ours, theirs)).stream()
        .map(Excuse::name)
        .toList();
  }

  @Test
  void ctzwIsExcusedForZeroOnly() {
    int bits = Code.bits("ctzw", Operand.RD, 5, Operand.RS1, 6);
    assertThat(names(retired(bits, 1L << 40, ""), "x5", 32, 63)).containsExactly("CTZW of zero");
    assertThat(names(retired(bits, 8, ""), "x5", 3, 63)).isEmpty();
    assertThat(names(retired(bits, 0, ""), "x7", 32, 63)).isEmpty();
  }

  @Test
  void bitsBesideExcusedOnesAreNotExcused() {
    Step step = read("mideleg");
    assertThat(names(step, "x5", 0x222, 0x666)).containsExactly("bits of the hypervisor extension");
    assertThat(names(step, "x5", 0x222, 0x446)).isEmpty();
    assertThat(names(read("mie"), "mie", 0, 0x80)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"7, 5, true", "6, 4, true", "15, 13, true", "7, 13, false", "13, 15, false"})
  void anAtomicMayFaultAsALoad(int ours, int theirs, boolean isExcused) {
    int bits = Code.bits("amoadd.d", Operand.RD, 5, Operand.RS1, 6, Operand.RS2, 7);
    Step step = trap(ours, 0x8000_3000L, bits);
    assertThat(names(step, "trap", ours, theirs).isEmpty()).isEqualTo(!isExcused);
    int store = Code.bits("sd", Operand.RS1, 6, Operand.RS2, 7, Operand.IMM, 0);
    assertThat(names(trap(ours, 0x8000_3000L, store), "trap", ours, theirs)).isEmpty();
  }

  @Test
  void mprvIsExcusedBehindAReturnOnly() {
    assertThat(names(instruction("mret"), "mstatus", 0, 0x2_0000)).hasSize(1);
    assertThat(names(instruction("mret"), "mstatus", 0x2_0000, 0)).isEmpty();
    assertThat(names(read("mstatus"), "mstatus", 0, 0x2_0000)).isEmpty();
  }

  @Test
  void anScOfTheSameWidthHasToSucceedOnBoth() {
    int bits = Code.bits("sc.d", Operand.RD, 5, Operand.RS1, 6, Operand.RS2, 7);
    assertThat(names(retired(bits, 0, "lr.w"), "x5", 1, 0)).containsExactly("SC of another width");
    assertThat(names(retired(bits, 0, "lr.d"), "x5", 1, 0)).isEmpty();
  }

  @Test
  void aBreakpointsValueIsFreeAndNoOtherTraps() {
    assertThat(names(trap(3, 4, 0), "mtval", 4, 0)).containsExactly("value of a breakpoint");
    assertThat(names(trap(12, 4, 0), "mtval", 4, 0)).isEmpty();
    assertThat(names(trap(3, 4, 0), "mepc", 4, 0)).isEmpty();
  }

  @Test
  void anInstructionOfWhatQemuHasMustNotBeIllegal() {
    assertThat(names(instruction("czero.eqz", Operand.RD, 5), "trap", -1, 2)).hasSize(1);
    assertThat(names(instruction("clmul", Operand.RD, 5), "trap", -1, 2)).isEmpty();
    assertThat(names(instruction("czero.eqz", Operand.RD, 5), "trap", -1, 5)).isEmpty();
  }

  @Test
  void thePageOfExcusesIsCurrent() throws IOException {
    assertThat(Path.of("../docs/fuzzing-qemu.md"))
        .as("run %s docs/fuzzing-qemu.md", ExcusesPage.class.getName())
        .hasContent(ExcusesPage.text());
  }

  @Test
  void theTableTellsWhyAndWhere() {
    assertThat(Excuses.TABLE).extracting(Excuse::name).doesNotHaveDuplicates();
    assertThat(Excuses.TABLE).allMatch(each -> each.section().matches("(un)?priv:.+"));
    assertThat(Excuses.TABLE).noneMatch(each -> each.why().isBlank());
  }
}

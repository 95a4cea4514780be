package trapeze.fuzz.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
        0x8000_1000L, DECODER.decode(bits), null, 0, operands, bits, reservation, 0, "", Set.of());
  }

  private static Step instruction(String mnemonic, Object... operands) {
    return retired(Code.bits(mnemonic, operands), 0, "");
  }

  private static Step read(String csr) {
    int address = Rv64.SET.csr(csr).address();
    return instruction("csrrs", Operand.RD, 5, Operand.CSR, address, Operand.RS1, 0);
  }

  private static Step trap(int cause, long value, int bits) {
    return trap(cause, value, bits, value);
  }

  private static Step trap(
      int cause, long value, int bits, long physical, Circumstance... circumstances) {
    return new Step(
        0x8000_1000L,
        0,
        new Trap(false, cause, value),
        physical,
        new long[32],
        bits,
        "",
        0,
        "",
        Set.of(circumstances));
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
    int conditional = Code.bits("sc.d", Operand.RD, 5, Operand.RS1, 6, Operand.RS2, 7);
    Step alike = trap(ours, 0x8000_3000L, conditional);
    assertThat(names(alike, "trap", ours, theirs).isEmpty()).isEqualTo(!isExcused);
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
  void upperBitsOfMstatusAreKnownOneByOne() {
    Step step = instruction("csrrw", Operand.RD, 0, Operand.CSR, 0x300, Operand.RS1, 6);
    long two = 2L << 32;
    assertThat(names(step, "mstatus", two, two | 0xc0L << 32)).containsExactly("MPV and GVA");
    assertThat(names(step, "mstatus", two, 3L << 32)).containsExactly("UXL");
    assertThat(names(step, "mstatus", two, two | 1L << 34)).isEmpty();
  }

  @Test
  void anOddAddressIsReturnedToButNotJumpedTo() {
    assertThat(names(instruction("mret"), "pc", 0xbe, 0xbf))
        .containsExactly("return to an odd address");
    assertThat(names(instruction("mret"), "pc", 0xbe, 0xc0)).isEmpty();
    Step jump = instruction("jalr", Operand.RD, 0, Operand.RS1, 6, Operand.IMM, 0);
    assertThat(names(jump, "pc", 0xbe, 0xbf)).isEmpty();
  }

  @Test
  void anInstructionThatQemuLacksMayFaultHere() {
    int zero = Code.bits("cbo.zero", Operand.RS1, 6);
    assertThat(names(trap(15, 64, zero), "trap", 15, 2))
        .containsExactly("an extension that QEMU lacks");
    int store = Code.bits("sd", Operand.RS1, 6, Operand.RS2, 7, Operand.IMM, 0);
    assertThat(names(trap(15, 64, store), "trap", 15, 2)).isEmpty();
    assertThat(names(retired(zero, 64, ""), "trap", -1, 2))
        .containsExactly("a store of an extension that QEMU lacks");
    // c.lbu s0,3(a1)
    assertThat(names(trap(5, 3, 0x81e0), "trap", 5, 2)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 12, true", "5, 13, true", "7, 15, true", "5, 15, false", "13, 5, false"})
  void aTableElsewhereIsAPageFault(int ours, int theirs, boolean isExcused) {
    Step step = trap(ours, 0x8000_3000L, 0, 0, Circumstance.TABLE_ELSEWHERE);
    assertThat(names(step, "trap", ours, theirs).isEmpty()).isEqualTo(!isExcused);
    assertThat(names(trap(ours, 0x8000_3000L, 0), "trap", ours, theirs)).isEmpty();
  }

  @Test
  void anAtomicMayLoadFromNothingBeforeItMayNotStore() {
    int bits = Code.bits("amoadd.d", Operand.RD, 5, Operand.RS1, 6, Operand.RS2, 7);
    assertThat(names(trap(15, 0, bits), "trap", 15, 5)).hasSize(1);
    assertThat(names(trap(7, 0, bits), "trap", 7, 13)).isEmpty();
  }

  @Test
  void anEmptyRangeIsExcusedForAccessFaultsOnly() {
    Step step = trap(12, 0x8000_3000L, 0, 0, Circumstance.EMPTY_RANGE);
    assertThat(names(step, "trap", 12, 1)).containsExactly("TOR from 0 to 0");
    assertThat(names(step, "trap", 12, 2)).isEmpty();
    assertThat(names(trap(12, 0x8000_3000L, 0), "trap", 12, 1)).isEmpty();
  }

  @Test
  void mprvIsOverlookedInThePageOfTheCodeOnly() {
    Step own = trap(13, 0x8000_1ff8L, 0, 0, Circumstance.MODIFIED);
    assertThat(names(own, "trap", 13, -1)).containsExactly("MPRV where code is");
    assertThat(names(trap(13, 0x8000_1ff8L, 0), "trap", 13, -1)).isEmpty();
    Step other = trap(13, 0x8000_2000L, 0, 0, Circumstance.MODIFIED);
    assertThat(names(other, "trap", 13, -1)).isEmpty();
  }

  @Test
  void whatIsInFrontOfMemoryIsToldByThePhysicalAddress() {
    assertThat(names(trap(7, 0x8000_3000L, 0, 0x8002), "trap", 7, -1))
        .containsExactly("read-only memory");
    assertThat(names(trap(7, 0x8002, 0, 0x8000_3000L), "trap", 7, -1)).isEmpty();
    assertThat(names(trap(7, 0, 0, 0x7fff_fff9L), "trap", 7, -1))
        .containsExactly("store from a device into memory");
    assertThat(names(trap(5, 0, 0, 0x7fff_fff9L), "trap", 5, -1))
        .containsExactly("widths that a device's registers take");
  }

  @Test
  void protectionOfADividedAccessMayBeAskedForAsAWhole() {
    int bits = Code.bits("ld", Operand.RD, 5, Operand.RS1, 6, Operand.IMM, 0);
    Step whole = retired(bits, 0x8000_3fffL, "");
    assertThat(names(whole, "trap", -1, 5)).isEmpty();
    Step divided = whole.with(bits, 0, 0, Set.of(Circumstance.DIVIDED));
    assertThat(names(divided, "trap", -1, 5))
        .containsExactly("protection of an access across pages");
    assertThat(names(divided, "trap", -1, 13)).isEmpty();
  }

  @Test
  void dIsExcusedWhereItMayBeSetEarly() {
    Step plain = instruction("addi", Operand.RD, 5, Operand.RS1, 6, Operand.IMM, 0);
    Step failed = plain.with(0, 0, 0, Set.of(Circumstance.SC_HAS_FAILED));
    Step faulted = plain.with(0, 0, 0, Set.of(Circumstance.AMO_HAS_FAULTED));
    assertThat(names(failed, "memory at 80112000", 0xc7, 7)).hasSize(1);
    assertThat(names(faulted, "memory at 80112000", 0xc7, 0x47)).hasSize(1);
    assertThat(names(faulted, "memory at 80112000", 0xc7, 7)).isEmpty();
    assertThat(names(faulted, "memory at 80112000", 0x47, 0xc7)).isEmpty();
    assertThat(names(plain, "memory at 80112000", 0xc7, 0x47)).isEmpty();
  }

  @Test
  void codeInADeviceIsToldByThePhysicalAddress() {
    assertThat(names(trap(1, 0, 0, 0x1000_1070), "trap", 1, 2)).hasSize(1);
    assertThat(names(trap(1, 0x1000_1070, 0, 0), "trap", 1, 2)).isEmpty();
    assertThat(names(trap(1, 0, 0, 0x1000_1070), "trap", 1, 12)).isEmpty();
  }

  @Test
  void menvcfgMayHoldWhatIsReservedAndNothingElse() {
    Step step = read("menvcfg");
    assertThat(names(step, "menvcfg", 0x1, 0x21)).containsExactly("CBIE holds 2");
    assertThat(names(step, "menvcfg", 0x1, 0x31)).isEmpty();
    assertThat(names(step, "menvcfg", 0, 1L << 63)).containsExactly("STCE");
    assertThat(names(step, "menvcfg", 0, 1L << 62)).isEmpty();
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

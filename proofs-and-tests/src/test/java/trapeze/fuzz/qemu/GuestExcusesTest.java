package trapeze.fuzz.qemu;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What is excused of the hypervisor extension, and what lies next to it and is not. */
class GuestExcusesTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final int HLVX = Code.bits("hlvx.wu", Operand.RD, 5, Operand.RS1, 6);

  private static Step trap(Trap trap, int bits, Circumstance... circumstances) {
    return new Step(0x8000_1000L, 0, trap, 0, new long[32], bits, "", 0, "", Set.of(circumstances));
  }

  private static Step access(String csr, long source) {
    int bits =
        Code.bits("csrrw", Operand.RD, 5, Operand.CSR, Rv64.SET.csr(csr).address(), Operand.RS1, 6);
    long[] operands = new long[32];
    operands[6] = source;
    return new Step(
        0x8000_1000L, DECODER.decode(bits), null, 0, operands, bits, "", 0, "", Set.of());
  }

  private static List<String> names(Step step, String place, long ours, long theirs) {
    return Excuses.of(new Difference(step, place, ours, theirs), Excuses.WITH_HYPERVISOR).stream()
        .map(Excuse::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "20, 21, cause of a fault where a walk meets the second stage",
    "23, 21, cause of a fault where a walk meets the second stage",
    "20, 12, guest-page fault told as a page fault",
    "22, 2, illegal in place of virtual",
    "20, 23, ''",
    "2, 22, ''",
    "13, 5, ''"
  })
  void causes(int ours, int theirs, String excuse) {
    assertThat(names(trap(new Trap(false, ours, 0), 0), "trap", ours, theirs))
        .isEqualTo(excuse.isEmpty() ? List.of() : List.of(excuse));
  }

  @Test
  void guestsAccessFaultsAreExcusedOnlyOfGuests() {
    Trap fault = new Trap(false, 5, 0);
    assertThat(names(trap(fault, 0, Circumstance.GUEST), "trap", 5, 21))
        .containsExactly("access faults of a guest");
    assertThat(names(trap(fault, 0), "trap", 5, 21)).isEmpty();
  }

  @Test
  void hlvxIsExcusedWhereItDoesNotFaultAndNoOtherLoadIs() {
    Trap fault = new Trap(false, 13, 0);
    int load = Code.bits("hlv.wu", Operand.RD, 5, Operand.RS1, 6);
    assertThat(names(trap(fault, HLVX), "trap", 13, -1))
        .containsExactly("HLVX of what may be read");
    assertThat(names(trap(fault, load), "trap", 13, -1)).isEmpty();
  }

  @Test
  void walksThatWriteThroughThePageOfAnEntryAreExcusedByTheirPseudoinstruction() {
    Trap writes = new Trap(false, 20, 0, 0x8010_0000L, 0x3020, true);
    Trap plain = new Trap(false, 20, 0, 0x8010_0000L, 0, true);
    assertThat(names(trap(writes, 0), "trap", 20, -1))
        .containsExactly("A and D where the second stage is not writable");
    assertThat(names(trap(plain, 0), "trap", 20, -1)).isEmpty();
  }

  @Test
  void theLastResortIsAskedLast() {
    Trap fault = new Trap(false, 13, 0);
    Step step = trap(fault, HLVX, Circumstance.GUEST, Circumstance.TABLES_SWITCHED);
    assertThat(names(step, "trap", 13, -1)).containsExactly("HLVX of what may be read");
    assertThat(names(step, "trap", 13, 7)).containsExactly("a guest's tables that were switched");
  }

  @Test
  void whatIsOfAMachineWithoutTheExtensionIsNoExcuseHere() {
    assertThat(names(access("mie", 0x444), "mie", 0, 0x444)).isEmpty();
    assertThat(names(access("mie", 0x3000), "mie", 0, 0x3000)).hasSize(1);
    assertThat(names(access("mstatus", 0), "mstatus", 0, 1L << 39)).isEmpty();
    assertThat(names(access("mstatus", 0), "mstatus", 0, 1L << 38)).hasSize(1);
  }

  @Test
  void anUnalignedRootEndsTheComparison() {
    assertThat(Excuses.isUnalignedRoot(access("hgatp", 0x8_0003))).isTrue();
    assertThat(Excuses.isUnalignedRoot(access("hgatp", 0x8_0004))).isFalse();
    assertThat(Excuses.isUnalignedRoot(access("satp", 0x8_0003))).isFalse();
  }

  @Test
  void everyExcuseIsNamedOnceAndSaysWhy() {
    assertThat(Excuses.WITH_HYPERVISOR).extracting(Excuse::name).doesNotHaveDuplicates();
    assertThat(Excuses.WITH_HYPERVISOR).allMatch(each -> each.section().matches("(un)?priv:.+"));
    assertThat(Excuses.WITH_HYPERVISOR).noneMatch(each -> each.why().isBlank());
    assertThat(Excuses.TABLE).extracting(Excuse::name).containsAll(GuestRegisterExcuses.OF_OTHERS);
  }
}

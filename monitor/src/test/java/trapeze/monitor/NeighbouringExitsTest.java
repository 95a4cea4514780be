package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Which instructions are emulated without an exit of their own, and which must not be. */
class NeighbouringExitsTest extends Pitfalls {
  private static final int SSIP = 1 << 1;

  private void exits(long illegal, long neighbours) {
    Accounting account = twins.hart().accounting();
    assertThat(account.exitsByCause().getOrDefault("illegal instruction", 0L)).isEqualTo(illegal);
    assertThat(account.neighbours()).isEqualTo(neighbours);
  }

  @Test
  void aRowOfThemExitsOnce() {
    twins.code(BASE, code -> code.csrw("sscratch", 6).csrr(7, "sscratch").csrr(8, "scause"));
    expectNone(3);
    exits(1, 2);
  }

  @Test
  void whatIsInnocuousEndsIt() {
    twins.code(
        BASE,
        code ->
            code.csrw("sscratch", 6)
                .put("addi", RD, 7, RS1, 6, IMM, 1)
                .csrw("sscratch", 7)
                .csrr(8, "sscratch"));
    expectNone(4);
    exits(2, 1);
  }

  @Test
  void aBudgetEndsWithinARow() {
    twins.code(BASE, code -> code.csrw("sscratch", 6).csrr(7, "sscratch").csrr(8, "sscratch"));
    expectNone(2);
    assertThat(twins.hart().state.x[8]).isZero();
    expectNone(1);
    exits(1, 2);
  }

  @Test
  void theNextPageBeginsAnother() {
    hart(hart -> hart.state.pc = CODE + 0xffc)
        .map(CODE + 0x1000, BASE + 0x1000, Twins.ALL)
        .code(BASE + 0xffc, code -> code.csrw("sscratch", 6).csrr(7, "sscratch"));
    expectNone(2);
    exits(2, 0);
  }

  @Test
  void oneThatLiesAcrossPagesExits() {
    hart(hart -> hart.state.pc = CODE + 0xffa)
        .map(CODE + 0x1000, BASE + 0x1000, Twins.ALL)
        .code(BASE + 0xffa, code -> code.csrw("sscratch", 6).csrr(7, "sscratch"));
    expectNone(2);
    exits(2, 0);
  }

  @Test
  void aFenceEndsIt() {
    twins.code(
        BASE,
        code -> code.csrw("sscratch", 6).put("sfence.vma", RS1, 6, RS2, 0).csrr(7, "sscratch"));
    expectNone(3);
    exits(2, 1);
  }

  @Test
  void anotherAddressSpaceEndsIt() {
    twins
        .x(5, 8L << 60 | 7L << 44 | Twins.ROOT >>> 12)
        .code(BASE, code -> code.csrw("satp", 5).csrr(7, "sscratch").csrr(8, "sepc"));
    expectNone(3);
    exits(2, 1);
  }

  @Test
  void theGuestsOwnExceptionIsOneWithoutAnExit() {
    twins.code(BASE, code -> code.csrw("sscratch", 6).csrw("mscratch", 6));
    twins.run(2);
    assertThat(twins.hart().state.get(Rv64State.MCAUSE)).isEqualTo(2);
    assertThat(twins.hart().state.get(Rv64State.MTVAL))
        .isEqualTo(
            Code.bits("csrrw", RD, 0, trapeze.isa.ir.Operand.CSR, Code.csr("mscratch"), RS1, 6));
    exits(1, 1);
    twins.areSame();
  }

  @Test
  void anInterruptThatOneLetsInComesBetweenThem() {
    hart(NeighbouringExitsTest::withPendingInterrupt)
        .x(5, SSIP)
        .code(BASE, code -> code.csrw("sstatus", 5).csrr(7, "sscratch").csrr(8, "sepc"));
    twins.run(2);
    assertThat(twins.hart().state.get(Rv64State.SEPC)).isEqualTo(CODE + 4);
    assertThat(twins.hart().state.pc).isEqualTo(CODE + 0x100);
    twins.areSame();
  }

  private static void withPendingInterrupt(Hart hart) {
    hart.state.set(Rv64State.MIDELEG, 0x222);
    hart.state.set(Rv64State.STVEC, CODE + 0x100);
    hart.writeCsr(Code.csr("mie"), SSIP);
    hart.writeCsr(Code.csr("mip"), SSIP);
  }

  /** Whether it traps may depend on what the instruction before has changed. */
  @Test
  void theFloatingPointUnitSwitchedOnByOneIsOnForTheNext() {
    twins
        .x(5, FS_DIRTY)
        .code(BASE, code -> code.csrw("sstatus", 5).csrr(7, "fcsr").csrw("sstatus", 0));
    expectNone(3);
    exits(2, 0);
  }

  @Test
  void theFloatingPointUnitSwitchedOffByOneIsOffForTheNext() {
    hart(hart -> hart.state.set(Rv64State.MSTATUS, FS_DIRTY))
        .code(BASE, code -> code.csrr(7, "fcsr").csrw("sstatus", 0).csrr(7, "fcsr"));
    twins.run(3);
    assertThat(twins.hart().state.get(Rv64State.MCAUSE)).isEqualTo(2);
    exits(1, 1);
    twins.areSame();
  }

  @Test
  void whoWatchesExitsIsShownEach() {
    List<Exit> seen = new ArrayList<>();
    twins.hart().onExit((_, exit) -> seen.add(exit));
    twins.code(BASE, code -> code.csrw("sscratch", 6).csrr(7, "sscratch"));
    expectNone(2);
    assertThat(seen).filteredOn(exit -> exit.instruction() != null).hasSize(2);
    exits(2, 0);
  }
}

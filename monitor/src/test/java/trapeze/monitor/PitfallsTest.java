package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;

/** What monitors of this machine are known to get wrong: modes, pages and the state of a hart. */
class PitfallsTest extends Pitfalls {
  @Test
  void privilegedInstructionsTrapInUserModeEachTime() {
    for (String name : List.of("sfence.vma", "sret", "mret", "wfi", "sinval.vma")) {
      Twins each = new Twins().code(HANDLER, Code::stay).supervisor();
      each.map(USER_CODE, BASE, Twins.ALL | USER)
          .code(BASE, code -> code.put(name))
          .both(
              board -> {
                board.harts().getFirst().state.set(Rv64State.MODE, 0);
                board.harts().getFirst().state.pc = USER_CODE;
              })
          .run(1);
      assertThat(each.hart().state.get(Rv64State.MTVAL)).isEqualTo(Code.bits(name));
      each.areSame();
    }
  }

  @Test
  void aWaitEndsWithWhatIsPendingAndEnabledWhateverSieSays() {
    hart(hart -> {
          hart.writeCsr(Code.csr("mideleg"), -1);
          hart.writeCsr(Code.csr("mie"), 2);
          hart.writeCsr(Code.csr("mip"), 2);
        })
        .code(BASE, code -> code.put("wfi").put("addi", RD, 9, IMM, 5));
    expectNone(2);
    assertThat(twins.hart().state.x[9]).isEqualTo(5);
  }

  @Test
  void sumActsWithoutAFence() {
    twins
        .map(PAGE, DATA, Twins.ALL | USER)
        .x(5, SUM)
        .code(
            BASE,
            code ->
                code.put("csrrs", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("ld", RD, 7, RS1, 6)
                    .put("csrrc", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("ld", RD, 7, RS1, 6));
    expect(4, ExceptionCause.LOAD_PAGE_FAULT, PAGE);
  }

  @Test
  void mxrActsWithoutAFence() {
    twins
        .map(PAGE, DATA, VALID | EXECUTE | ACCESSED | USER)
        .x(5, MXR)
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6));
    inUser();
    hart(hart -> hart.writeCsr(Code.csr("mstatus"), MXR));
    expectNone(1);
    inUser();
    hart(hart -> hart.writeCsr(Code.csr("mstatus"), 0));
    expect(1, ExceptionCause.LOAD_PAGE_FAULT, PAGE);
  }

  @Test
  void supervisorNeverExecutesAUsersPage() {
    hart(
        hart -> {
          hart.writeCsr(Code.csr("sstatus"), SUM);
          hart.state.pc = USER_CODE;
        });
    expect(1, ExceptionCause.INSTRUCTION_PAGE_FAULT, USER_CODE);
  }

  @Test
  void whatBecomesValidNeedsNoFence() {
    hart(hart -> hart.writeCsr(Code.csr("mtvec"), CODE))
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6));
    twins.run(1);
    twins.map(PAGE, DATA, Twins.ALL);
    hart(
        hart -> {
          hart.state.set(Rv64State.MODE, 1);
          hart.state.pc = CODE;
        });
    twins.run(1);
    assertThat(twins.hart().traps()).isEqualTo(1);
    twins.areSame();
  }

  @Test
  void aGlobalPageOfTheKernelIsNoUsers() {
    twins
        .map(PAGE, DATA, Twins.ALL | GLOBAL)
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6).put("ld", RD, 7, RS1, 6));
    expectNone(1);
    inUser();
    expect(1, ExceptionCause.LOAD_PAGE_FAULT, PAGE);
  }

  @Test
  void withoutSvaduAPageThatIsCleanFaultsWhenItIsWritten() {
    twins
        .map(PAGE, DATA, Twins.ALL & ~DIRTY)
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6).put("sb", RS1, 6, RS2, 7, IMM, 5));
    expect(2, ExceptionCause.STORE_PAGE_FAULT, PAGE + 5);
  }

  @Test
  void withSvaduDirtyIsSetByTheFirstWriteAndNotBefore() {
    long entry = Twins.ROOT + 0x2000 + 8 * (PAGE >>> 12);
    hart(hart -> hart.writeCsr(Code.csr("menvcfg"), Rv64State.MENVCFG_ADUE.mask()))
        .map(PAGE, DATA, Twins.ALL & ~(DIRTY | ACCESSED))
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6).put("amoadd.w", RS1, 6, RS2, 7));
    expectNone(1);
    assertThat(twins.virtual.board().memory().getLong(entry) & 0xc0).isEqualTo(ACCESSED);
    expectNone(1);
    assertThat(twins.virtual.board().memory().getLong(entry) & 0xc0).isEqualTo(ACCESSED | DIRTY);
  }

  @Test
  void atomicsOnAPageThatIsReadOnlyAreStoreFaults() {
    for (String name : List.of("amoadd.d", "sc.d", "amomaxu.w", "cbo.zero")) {
      Twins each = new Twins().code(HANDLER, Code::stay).supervisor();
      each.map(CODE, BASE, Twins.ALL)
          .map(PAGE, DATA, VALID | READ | ACCESSED | DIRTY)
          .x(6, PAGE + 0x40)
          .code(BASE, code -> code.put("ld", RD, 7, RS1, 6).put(name, RS1, 6))
          .both(
              board -> {
                board.harts().getFirst().state.pc = CODE;
                board.harts().getFirst().writeCsr(Code.csr("menvcfg"), 0x80);
              })
          .run(2);
      assertThat(each.hart().state.get(Rv64State.MCAUSE)).as(name).isEqualTo(15);
      assertThat(each.hart().state.get(Rv64State.MTVAL)).as(name).isEqualTo(PAGE + 0x40);
      each.areSame();
    }
  }

  @Test
  void aBlockIsZeroedOnlyWhereTheGuestEnablesIt() {
    twins.map(PAGE, DATA, Twins.ALL | USER).code(BASE, code -> code.put("cbo.zero", RS1, 6));
    twins.both(board -> board.memory().fill(DATA, 128, (byte) -1));
    inUser();
    hart(hart -> hart.writeCsr(Code.csr("menvcfg"), 0x80));
    expect(1, ExceptionCause.ILLEGAL_INSTRUCTION, Code.bits("cbo.zero", RS1, 6));
  }

  @Test
  void aBlockIsZeroedByTheRealHart() {
    twins.map(PAGE, DATA, Twins.ALL | USER).code(BASE, code -> code.put("cbo.zero", RS1, 6));
    twins.both(board -> board.memory().fill(DATA, 128, (byte) -1));
    inUser();
    hart(
        hart -> {
          hart.writeCsr(Code.csr("menvcfg"), 0x80);
          hart.writeCsr(Code.csr("senvcfg"), 0x80);
        });
    expectNone(1);
    assertThat(twins.virtual.board().memory().getLong(DATA + 56)).isZero();
    assertThat(twins.virtual.board().memory().getLong(DATA + 64)).isEqualTo(-1);
    assertThat(twins.hart().accounting().direct()).isEqualTo(1);
  }

  @Test
  void timeIsReadWhereTheGuestsOwnMachineLevelLetsIt() {
    twins.code(BASE, code -> code.csrr(7, "time").csrr(7, "time"));
    hart(hart -> hart.writeCsr(Code.csr("mcounteren"), 2));
    expectNone(1);
    hart(hart -> hart.writeCsr(Code.csr("mcounteren"), 5));
    expect(
        1,
        ExceptionCause.ILLEGAL_INSTRUCTION,
        Integer.toUnsignedLong(Code.bits("csrrs", RD, 7, CSR, 0xc01)));
  }

  @Test
  void floatingPointIsDirtyOnceItIsWrittenAndOffTraps() {
    hart(hart -> hart.writeCsr(Code.csr("sstatus"), FS_INITIAL))
        .x(5, FS_DIRTY)
        .x(7, 0x1234)
        .code(
            BASE,
            code ->
                code.put("fmv.x.d", RD, 8, RS1, 1)
                    .put("fmv.d.x", RD, 1, RS1, 7)
                    .put("csrrc", CSR, Code.csr("sstatus"), RS1, 5)
                    .put("fmv.d.x", RD, 1, RS1, 8));
    expectNone(1);
    assertThat(twins.hart().state.get(Rv64State.MSTATUS) & FS_DIRTY).isEqualTo(FS_INITIAL);
    expectNone(1);
    assertThat(twins.hart().state.get(Rv64State.MSTATUS) & FS_DIRTY).isEqualTo(FS_DIRTY);
    expect(
        2,
        ExceptionCause.ILLEGAL_INSTRUCTION,
        Integer.toUnsignedLong(Code.bits("fmv.d.x", RD, 1, RS1, 8)));
    assertThat(twins.hart().state.f[1]).isEqualTo(0x1234);
  }

  @Test
  void floatingPointThatIsInterpretedIsDirtyToo() {
    hart(hart -> {
          hart.state.set(Rv64State.MODE, 3);
          hart.state.pc = BASE;
          hart.writeCsr(Code.csr("mstatus"), FS_INITIAL | 1 << 17);
        })
        .x(7, 0x1234)
        .x(5, 1 << 17)
        .code(
            BASE,
            code ->
                code.put("fmv.d.x", RD, 1, RS1, 7)
                    .put("csrrc", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("fmv.x.d", RD, 8, RS1, 1));
    expectNone(3);
    assertThat(twins.hart().state.x[8]).isEqualTo(0x1234);
    assertThat(twins.hart().accounting().interpreted()).isEqualTo(2);
  }
}

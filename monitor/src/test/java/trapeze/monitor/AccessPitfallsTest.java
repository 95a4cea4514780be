package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.shadow.Policy;

/** What monitors are known to get wrong of devices, of what is not there, and of protection. */
class AccessPitfallsTest extends Pitfalls {
  @Test
  void devicesAnswerToEveryKindOfAccess() {
    twins
        .map(PAGE, Twins.UART, Twins.ALL)
        .x(7, 0x5a)
        .code(
            BASE,
            code ->
                code.put("sb", RS1, 6, RS2, 7, IMM, 7)
                    .put("lbu", RD, 8, RS1, 6, IMM, 7)
                    .put("amoadd.w", RD, 9, RS1, 6, RS2, 7)
                    .stay());
    twins.run(4);
    assertThat(twins.hart().state.x[8]).isEqualTo(0x5a);
    twins.areSame();
  }

  @Test
  void anInstructionThatCrossesIntoAPageThatIsNotThereTellsThatPage() {
    hart(hart -> hart.state.pc = CODE + 0xffe)
        .both(board -> board.memory().putShort(BASE + 0xffe, (short) 0x0013))
        .map(CODE + 0x1000, DATA, 0);
    expect(1, ExceptionCause.INSTRUCTION_PAGE_FAULT, CODE + 0x1000);
    assertThat(twins.hart().state.get(Rv64State.MEPC)).isEqualTo(CODE + 0xffe);
  }

  @Test
  void aStoreThatCrossesTellsThePortionThatFaulted() {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .map(PAGE + 0x1000, DATA + 0x1000, VALID | READ | ACCESSED)
        .x(6, PAGE + 0xffc)
        .x(7, -1)
        .code(BASE, code -> code.put("sd", RS1, 6, RS2, 7));
    expect(1, ExceptionCause.STORE_PAGE_FAULT, PAGE + 0x1000);
  }

  @Test
  void whatIsOutsideTheGuestsMemoryIsItsAccessFault() {
    long[] outside = {0, BASE - 8, BASE + (4L << 20), 1L << 40, 0xffff_ffff_8000_0000L, -8};
    for (long address : outside) {
      Twins each = new Twins().code(HANDLER, Code::stay).supervisor();
      each.code(BASE, code -> code.put("ld", RD, 7, RS1, 6))
          .x(6, address)
          .both(board -> board.harts().getFirst().writeCsr(Code.csr("satp"), 0))
          .run(1);
      assertThat(each.hart().state.get(Rv64State.MCAUSE)).isEqualTo(5);
      assertThat(each.hart().state.get(Rv64State.MTVAL)).isEqualTo(address);
      each.areSame();
    }
  }

  @Test
  void pagesAndTablesOutsideTheGuestsMemoryAreItsAccessFaultToo() {
    twins.map(PAGE, BASE + (4L << 20), Twins.ALL).code(BASE, code -> code.put("ld", RD, 7, RS1, 6));
    expect(1, ExceptionCause.LOAD_ACCESS_FAULT, PAGE);
  }

  @Test
  void aRootOutsideTheGuestsMemoryIsItsAccessFault() {
    hart(hart -> hart.writeCsr(Code.csr("satp"), 10L << 60 | (1L << 44) - 1));
    expect(1, ExceptionCause.INSTRUCTION_ACCESS_FAULT, CODE);
  }

  @Test
  void callsKeepTheCauseOfTheGuestsMode() {
    twins.code(BASE, code -> code.put("ecall"));
    expect(1, ExceptionCause.ECALL_FROM_S, 0);
  }

  @Test
  void callsOfUsersAreUsers() {
    twins.code(BASE, code -> code.put("ecall"));
    inUser();
    expect(1, ExceptionCause.ECALL_FROM_U, 0);
  }

  @Test
  void callsOfMachineLevelAreMachineLevels() {
    twins.code(BASE, code -> code.put("ecall"));
    hart(
        hart -> {
          hart.state.set(Rv64State.MODE, 3);
          hart.state.pc = BASE;
        });
    expect(1, ExceptionCause.ECALL_FROM_M, 0);
  }

  @Test
  void protectionActsWithoutAFence() {
    twins
        .map(PAGE, DATA, Twins.ALL)
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6).put("ld", RD, 7, RS1, 6));
    expectNone(1);
    hart(
        hart -> {
          hart.writeCsr(Code.csr("pmpaddr1"), -1);
          hart.writeCsr(Code.csr("pmpaddr0"), DATA >>> 2);
          hart.writeCsr(Code.csr("pmpcfg0"), 0x1f10);
        });
    expect(1, ExceptionCause.LOAD_ACCESS_FAULT, PAGE);
  }

  @Test
  void protectionFinerThanAPageIsKeptToTheByte() {
    hart(hart -> {
          hart.writeCsr(Code.csr("pmpaddr1"), -1);
          hart.writeCsr(Code.csr("pmpaddr0"), DATA + 8 >>> 2);
          hart.writeCsr(Code.csr("pmpcfg0"), 0x1f10);
        })
        .map(PAGE, DATA, Twins.ALL)
        .code(
            BASE,
            code ->
                code.put("ld", RD, 7, RS1, 6)
                    .put("sd", RS1, 6, IMM, 16)
                    .put("lw", RD, 7, RS1, 6, IMM, 12)
                    .put("lw", RD, 7, RS1, 6, IMM, 8));
    expect(4, ExceptionCause.LOAD_ACCESS_FAULT, PAGE + 8);
    assertThat(twins.hart().accounting().interpreted()).isEqualTo(3);
  }

  @Test
  void pageWalksAreCheckedAgainstProtection() {
    hart(hart -> {
          hart.writeCsr(Code.csr("pmpaddr1"), -1);
          hart.writeCsr(Code.csr("pmpaddr0"), Twins.ROOT + 0x2000 + 8 * 7 >>> 2);
          hart.writeCsr(Code.csr("pmpcfg0"), 0x1f10);
        })
        .map(PAGE, DATA, Twins.ALL)
        .code(BASE, code -> code.put("ld", RD, 7, RS1, 6));
    expect(1, ExceptionCause.LOAD_ACCESS_FAULT, PAGE);
  }

  @Test
  void soAreWalksForPagesThatNobodyAskedFor() {
    Twins ahead =
        new Twins(Board.Configuration.USUAL, Policy.AHEAD)
            .code(HANDLER, Code::stay)
            .supervisor()
            .map(CODE, BASE, Twins.ALL)
            .map(PAGE, DATA, Twins.ALL)
            .x(6, PAGE)
            .code(BASE, code -> code.put("ld", RD, 7, RS1, 6));
    ahead
        .both(
            board -> {
              Hart hart = board.harts().getFirst();
              hart.writeCsr(Code.csr("pmpaddr1"), -1);
              hart.writeCsr(Code.csr("pmpaddr0"), Twins.ROOT + 0x2000 + 8 * 7 >>> 2);
              hart.writeCsr(Code.csr("pmpcfg0"), 0x1f10);
              hart.state.pc = CODE;
            })
        .run(1);
    assertThat(ahead.hart().state.get(Rv64State.MCAUSE))
        .isEqualTo(ExceptionCause.LOAD_ACCESS_FAULT.code());
    ahead.areSame();
  }
}

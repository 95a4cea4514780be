package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.CSR;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.board.Board;
import trapeze.shadow.Policy;

/** Where direct execution, emulation and interpretation meet. */
class VirtualHartTest {
  private static final long BASE = Twins.BASE;
  private static final long DATA = BASE + 0x4000;
  private static final long MPRV = 1 << 17;

  private final Twins twins = new Twins();

  @Test
  void anIllegalInstructionOfAPageThatIsGoneFromTheTablesIsStillTheGuestsAffair() {
    long second = 0x6000;
    twins
        .supervisor()
        .map(0x5000, BASE, Twins.ALL)
        .map(second, BASE + 0x1000, Twins.ALL)
        .map(0x7000, Twins.ROOT + 0x2000, Twins.ALL)
        .both(board -> board.harts().getFirst().state.pc = 0x5000)
        .x(5, second)
        .x(6, 0x7000)
        .code(
            BASE,
            code ->
                code.put("jalr", RD, 1, RS1, 5).put("sd", RS1, 6, IMM, 8 * 6).put("jalr", RS1, 5))
        .code(BASE + 0x1000, code -> code.csrr(7, "mstatus"))
        .code(BASE + 0x1000, code -> code.put("jalr", RS1, 1))
        .run(2);
    twins.code(BASE + 0x1000, code -> code.csrr(7, "mstatus"));
    twins.both(board -> board.harts().getFirst().fenceI()).run(3);
    assertThat(twins.hart().state.get(Rv64State.MCAUSE))
        .isEqualTo(ExceptionCause.ILLEGAL_INSTRUCTION.code());
    assertThat(twins.hart().state.get(Rv64State.MTVAL))
        .isEqualTo(Code.bits("csrrs", RD, 7, CSR, Code.csr("mstatus")));
    twins.areSame();
  }

  @Test
  void codeThatWasInterpretedOnceIsSeenAnewAfterTheRealHartsFence() {
    twins
        .x(5, Twins.UART)
        .x(6, 'a')
        .x(7, BASE + 8)
        .x(8, Code.bits("lb", RD, 10, RS1, 5, IMM, 7))
        .code(
            BASE,
            code ->
                code.put("jal", IMM, 8)
                    .put("jal", IMM, 16)
                    .put("sb", RS1, 5, RS2, 6, IMM, 7)
                    .put("lb", RD, 9, RS1, 5, IMM, 7)
                    .put("jal", IMM, -12))
        .run(0);
    twins.run(4);
    // The load of the serial port's scratch register gets another destination.
    twins
        .code(
            BASE + 20,
            code -> code.put("sw", RS1, 7, RS2, 8, IMM, 4).put("fence.i").put("jal", IMM, -16))
        .run(5);
    assertThat(twins.hart().state.x[10]).isEqualTo('a');
    twins.areSame();
  }

  @Test
  void aTurnsEndEndsTheReservationThatTheRealHartHolds() {
    Twins two = new Twins(Board.Configuration.USUAL.withHarts(2), Policy.CACHED);
    two.x(5, DATA)
        .x(6, 5000)
        .code(
            BASE,
            code ->
                code.put("lr.d", RD, 7, RS1, 5)
                    .put("addi", RD, 6, RS1, 6, IMM, -1)
                    .put("bne", RS1, 6, RS2, 0, IMM, -4)
                    .put("sc.d", RD, 8, RS1, 5, RS2, 5)
                    .put("jal", IMM, 0))
        .code(BASE + 0x100, code -> code.put("jal", IMM, 0))
        .both(board -> board.harts().getLast().state.pc = BASE + 0x100)
        .run(30_000);
    assertThat(two.hart().state.x[8]).isEqualTo(1);
    two.areSame();
  }

  @Test
  void aFenceThatIsInterpretedReachesTheRealHart() {
    twins
        .x(5, MPRV)
        .x(7, BASE + 4)
        .x(8, Code.bits("addi", RD, 9, IMM, 2))
        .code(
            BASE,
            code ->
                code.put("jal", IMM, 4)
                    .put("addi", RD, 9, IMM, 1)
                    .put("jal", IMM, 4)
                    .put("csrrs", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("jal", IMM, 4))
        .run(3);
    assertThat(twins.hart().state.x[9]).isEqualTo(1);
    // MPP is M, so the loads and stores stay M's; then U's, which protection forbids all of.
    twins.both(
        board -> {
          var hart = board.harts().getFirst();
          hart.writeCsr(Code.csr("pmpaddr0"), -1);
          hart.writeCsr(Code.csr("pmpcfg0"), 0x1f);
          hart.writeCsr(Code.csr("mstatus"), 0);
        });
    twins
        .code(
            BASE + 20,
            code ->
                code.put("sw", RS1, 7, RS2, 8)
                    .put("fence.i")
                    .put("csrrc", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("jal", IMM, -28))
        .run(8);
    assertThat(twins.hart().accounting().interpreted()).isEqualTo(4);
    assertThat(twins.hart().state.x[9]).isEqualTo(2);
    twins.areSame();
  }

  @Test
  void aReservationIsOneWhetherInstructionsAreInterpretedOrNot() {
    twins
        .x(5, MPRV)
        .x(6, DATA)
        .x(7, 77)
        .both(
            board -> {
              var hart = board.harts().getFirst();
              hart.writeCsr(Code.csr("pmpaddr0"), -1);
              hart.writeCsr(Code.csr("pmpcfg0"), 0x1f);
            })
        .code(
            BASE,
            code ->
                code.put("lr.d", RD, 8, RS1, 6)
                    .put("csrrs", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("sc.d", RD, 9, RS1, 6, RS2, 7)
                    .put("lr.d", RD, 8, RS1, 6)
                    .put("csrrc", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("sc.d", RD, 10, RS1, 6, RS2, 5)
                    .put("csrrs", CSR, Code.csr("mstatus"), RS1, 5)
                    .put("sc.d", RD, 11, RS1, 6, RS2, 7)
                    .stay())
        .run(10);
    assertThat(twins.hart().state.x[9]).isZero();
    assertThat(twins.hart().state.x[10]).isZero();
    assertThat(twins.hart().state.x[11]).isEqualTo(1);
    assertThat(twins.hart().accounting().interpreted()).isPositive();
    twins.areSame();
  }
}

package trapeze.fuzz.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.fuzz.Coverage;
import trapeze.fuzz.CoveragePoints;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.laws.Code;
import trapeze.laws.Layout;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** What is looked up for excuses, on a hart in a known state; and what a hart takes over. */
class SurroundingsTest {
  private static final long SV39 = 8L << 60;
  private static final long NAPOT = 0x1b;
  private static final long TOR = 0x08;

  private final Arena arena = Arena.ofConfined();
  private Board board;
  private Hart hart;

  @BeforeEach
  void makeBoard() {
    board =
        new Board(
            QemuPair.BOARD,
            PhysicalMemory.allocate(arena, Layout.BASE, Layout.SIZE),
            FollowedHart.DetachedHart::new,
            letter -> {},
            ConsoleSource.SILENT,
            List.of());
    hart = board.harts().getFirst();
  }

  @AfterEach
  void close() {
    arena.close();
  }

  private static Step trap(int cause, long value) {
    Trap trap = new Trap(false, cause, value);
    return new Step(0x8000_1000L, 0, trap, 0, new long[32], 0, "", 0, "", Set.of());
  }

  private Set<Circumstance> circumstances(Step step) {
    return new Surroundings(board, hart).of(step, 0).circumstances();
  }

  @Test
  void aRangeIsEmptyThatBeginsAndEndsAtZero() {
    hart.state.set(Rv64State.PMPCFG2, TOR << 8);
    assertThat(circumstances(trap(1, 0))).containsExactly(Circumstance.EMPTY_RANGE);
    hart.state.set(Rv64State.pmpaddr(9), 1);
    assertThat(circumstances(trap(1, 0))).isEmpty();
    hart.state.set(Rv64State.PMPCFG2, NAPOT);
    assertThat(circumstances(trap(1, 0))).isEmpty();
  }

  @Test
  void privilegeIsModifiedInMOnly() {
    hart.state.set(Rv64State.MSTATUS, Rv64State.MPRV.mask());
    assertThat(circumstances(trap(5, 0))).containsExactly(Circumstance.MODIFIED);
    hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
    assertThat(circumstances(trap(5, 0))).isEmpty();
  }

  @Test
  void aTableLiesElsewhereWhereTheWalkLeavesMemory() {
    hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
    hart.state.set(Rv64State.SATP, SV39);
    assertThat(circumstances(trap(5, 0))).containsExactly(Circumstance.TABLE_ELSEWHERE);
    hart.state.set(Rv64State.SATP, SV39 | Layout.BASE >>> 12);
    assertThat(circumstances(trap(5, 0))).isEmpty();
    board.memory().putLong(Layout.BASE, 1);
    assertThat(circumstances(trap(5, 0))).containsExactly(Circumstance.TABLE_ELSEWHERE);
  }

  @Test
  void anAccessIsDividedThatCrossesAPageIntoAnotherRange() {
    int bits = Code.bits("ld", Operand.RD, 5, Operand.RS1, 6, Operand.IMM, 0);
    Step load =
        new Step(
            0x8000_1000L,
            new Decoder(Rv64.SET).decode(bits),
            null,
            0,
            new long[32],
            0,
            "",
            0,
            "",
            Set.of());
    hart.state.set(Rv64State.PMPCFG0, NAPOT);
    hart.state.set(Rv64State.pmpaddr(0), 0x8000_4000L >>> 2);
    hart.state.x[6] = 0x8000_3fffL;
    assertThat(circumstances(load)).containsExactly(Circumstance.DIVIDED);
    hart.state.x[6] = 0x8000_3ff8L;
    assertThat(circumstances(load)).isEmpty();
    hart.state.x[6] = 0x8000_4fffL;
    assertThat(circumstances(load)).isEmpty();
  }

  @Test
  void aHartTakesOverTheBitsThatItIsToldAndNoOther() {
    FollowedHart followed =
        new FollowedHart(board, new Coverage(new CoveragePoints(Rv64.SET)).of(hart));
    long before = hart.state.get(Rv64State.MSTATUS);
    followed.takeOver("mstatus", ~before, 0x600);
    assertThat(hart.state.get(Rv64State.MSTATUS)).isEqualTo(before ^ 0x600);
  }

  @Test
  void allTrapsAreBehindAReturnUntilAnInstructionRetires() {
    FollowedHart followed =
        new FollowedHart(board, new Coverage(new CoveragePoints(Rv64.SET)).of(hart));
    board.memory().putInt(Layout.BASE, Code.bits("mret"));
    board.memory().putInt(Layout.BASE + 8, Code.bits("addi", Operand.RD, 5));
    hart.state.set(Rv64State.MTVEC, 0x100);
    hart.state.pc = Layout.BASE;
    assertThat(followed.step(new long[32]).mnemonic()).isEqualTo("mret");
    assertThat(followed.step(new long[32])).matches(step -> step.isException(1) && step.isReturn());
    assertThat(followed.step(new long[32])).matches(step -> step.isException(1) && step.isReturn());
    hart.state.pc = Layout.BASE + 8;
    assertThat(followed.step(new long[32]).mnemonic()).isEqualTo("addi");
    hart.state.pc = 0x100;
    assertThat(followed.step(new long[32]))
        .matches(step -> step.trap() != null && !step.isReturn());
  }
}

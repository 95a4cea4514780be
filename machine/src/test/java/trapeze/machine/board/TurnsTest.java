package trapeze.machine.board;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.machine.Assembler;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** Harts that take turns. */
class TurnsTest {
  private static final long BASE = 0x8000_0000L;
  private static final long WORD = BASE + 0x1000;
  private static final int ROUNDS = 5000;

  private final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, 1 << 20);

  private Board board(int harts) {
    Board made =
        new Board(
            Board.Configuration.USUAL.withHarts(harts),
            memory,
            HartFactory.REAL,
            b -> {},
            ConsoleSource.SILENT,
            List.of());
    made.harts()
        .forEach(
            hart -> {
              hart.state.pc = BASE + 0x100L * made.harts().indexOf(hart);
              hart.state.x[5] = WORD;
              hart.state.x[6] = ROUNDS;
            });
    return made;
  }

  private void reserveWaitAndStore() {
    new Assembler(memory, BASE)
        .put("lr.d", RD, 7, RS1, 5)
        .put("addi", RD, 6, RS1, 6, IMM, -1)
        .put("bne", RS1, 6, RS2, 0, IMM, -4)
        .put("sc.d", RD, 8, RS1, 5, RS2, 5)
        .put("jal", RD, 0, IMM, 0);
  }

  @Test
  void aStoreOfTheSameValueByAnotherHartBreaksAReservation() {
    reserveWaitAndStore();
    new Assembler(memory, BASE + 0x100)
        .put("sd", RS1, 5, RS2, 0, IMM, 0)
        .put("jal", RD, 0, IMM, -4);
    Board board = board(2);
    board.run(10L * ROUNDS);
    assertThat(board.harts().getFirst().state.x[8]).isEqualTo(1);
    assertThat(memory.getLong(WORD)).isZero();
  }

  @Test
  void aHartAloneKeepsItsReservation() {
    reserveWaitAndStore();
    Board board = board(1);
    board.run(10L * ROUNDS);
    assertThat(board.harts().getFirst().state.x[8]).isZero();
    assertThat(memory.getLong(WORD)).isEqualTo(WORD);
  }

  /** A constrained loop has at most 16 instructions, so a turn of twice as many lets it through. */
  @Test
  void constrainedLoopsEndInShortTurns() {
    for (int hart = 0; hart < 3; hart++) {
      new Assembler(memory, BASE + 0x100L * hart)
          .put("lr.d", RD, 7, RS1, 5)
          .put("addi", RD, 7, RS1, 7, IMM, 1)
          .put("sc.d", RD, 8, RS1, 5, RS2, 7)
          .put("bne", RS1, 8, RS2, 0, IMM, -12)
          .put("addi", RD, 6, RS1, 6, IMM, -1)
          .put("bne", RS1, 6, RS2, 0, IMM, -20)
          .put("jal", RD, 0, IMM, 0);
    }
    Board board = board(3);
    board.turnsOf(32);
    board.run(100L * ROUNDS);
    assertThat(memory.getLong(WORD)).isEqualTo(3L * ROUNDS);
  }
}

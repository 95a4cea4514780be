package trapeze.bench;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.shadow.Policy;

/** Boards to measure on: one bare, or one that a control program has made. */
final class Machines {
  private Machines() {}

  private static final long MEMORY = 64L << 20;

  /**
   * A board with one hart.
   *
   * @param kind {@code bare}, or a policy's name for a virtual machine
   */
  static Board board(String kind) {
    if (kind.equals("bare")) {
      return real(Board.Configuration.USUAL, MEMORY);
    }
    Board below = real(Board.Configuration.USUAL, Allocator.needs(MEMORY, 1));
    ControlProgram control =
        new ControlProgram(below, Policy.valueOf(kind.toUpperCase(Locale.ROOT)));
    return control
        .define(
            new GuestDefinition(
                kind,
                Board.Configuration.USUAL,
                MEMORY,
                GuestDefinition.USUAL_SHARES,
                output -> {},
                ConsoleSource.SILENT,
                List.of()))
        .board();
  }

  private static Board real(Board.Configuration configuration, long memory) {
    return new Board(
        configuration,
        PhysicalMemory.allocate(Arena.ofAuto(), VirtRegion.RAM_BASE, memory),
        HartFactory.REAL,
        output -> {},
        ConsoleSource.SILENT,
        List.of());
  }
}

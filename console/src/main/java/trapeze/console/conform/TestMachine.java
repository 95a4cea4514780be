package trapeze.console.conform;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.Function;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.shadow.Policy;

/** What a test runs on: one hart and a little memory, made anew for each test. */
public enum TestMachine {
  /** The bare machine. */
  MACHINE {
    @Override
    <T> T with(Implementation implementation, Function<Board, T> use) {
      try (Arena arena = Arena.ofConfined()) {
        return use.apply(bare(implementation, arena, MEMORY));
      }
    }
  },
  /** A virtual machine on a machine of the same kind. */
  VM {
    @Override
    <T> T with(Implementation implementation, Function<Board, T> use) {
      try (Arena arena = Arena.ofConfined()) {
        long size = Allocator.needs(MEMORY, 1) + (4L << 20);
        ControlProgram control =
            new ControlProgram(bare(implementation, arena, size), Policy.CACHED);
        return use.apply(
            control
                .define(
                    new GuestDefinition(
                        "test",
                        Board.Configuration.USUAL.with(implementation),
                        MEMORY,
                        GuestDefinition.USUAL_SHARES,
                        NOWHERE,
                        ConsoleSource.SILENT,
                        List.of()))
                .board());
      }
    }
  };

  private static final long MEMORY = 32L << 20;
  private static final ConsoleSink NOWHERE = _ -> {};

  private static Board bare(Implementation implementation, Arena arena, long memory) {
    return new Board(
        Board.Configuration.USUAL.with(implementation),
        PhysicalMemory.allocate(arena, VirtRegion.RAM_BASE, memory),
        HartFactory.REAL,
        NOWHERE,
        ConsoleSource.SILENT,
        List.of());
  }

  /** Uses a fresh board, which is gone afterwards. */
  abstract <T> T with(Implementation implementation, Function<Board, T> use);
}

package trapeze.console.litmus.run;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import trapeze.machine.board.Board;
import trapeze.machine.board.BoardRunner;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.VirtualMachine;
import trapeze.shadow.Policy;

/** What a litmus test runs on, made anew for each batch of instances. */
public enum Platform {
  /** Harts that run at the same time, on threads of the host. */
  PARALLEL {
    @Override
    Outcome run(int harts, HartFactory factory, long turn, Use use) throws InterruptedException {
      try (Arena arena = Arena.ofShared()) {
        Board board = real(arena, WALL_CLOCK.withHarts(harts), TestGuest.MEMORY, factory);
        return use.between(board, () -> new BoardRunner(board, () -> true).run());
      }
    }
  },
  /** Virtual harts on as many real harts, which run at the same time. */
  VM {
    @Override
    Outcome run(int harts, HartFactory factory, long turn, Use use) throws InterruptedException {
      try (Arena arena = Arena.ofShared()) {
        long size = Allocator.needs(TestGuest.MEMORY, harts) + (4L << 20);
        Board below = real(arena, WALL_CLOCK.withHarts(harts), size, factory);
        ControlProgram control = new ControlProgram(below, Policy.CACHED);
        VirtualMachine machine = control.define(guest(WALL_CLOCK.withHarts(harts)));
        return use.between(
            machine.board(),
            () -> {
              control.start(machine);
              control.run();
              Outcome outcome = machine.outcome();
              return outcome == null ? new Outcome.Interrupted() : outcome;
            });
      }
    }
  },
  /** Harts that take turns on one thread, of so few steps that they interleave. */
  TURNS {
    @Override
    Outcome run(int harts, HartFactory factory, long turn, Use use) throws InterruptedException {
      try (Arena arena = Arena.ofShared()) {
        Board board =
            real(arena, Board.Configuration.USUAL.withHarts(harts), TestGuest.MEMORY, factory);
        board.turnsOf(turn);
        return use.between(board, () -> board.run(Long.MAX_VALUE / 4));
      }
    }
  },
  /** The same in a virtual machine. */
  VM_TURNS {
    @Override
    Outcome run(int harts, HartFactory factory, long turn, Use use) throws InterruptedException {
      try (Arena arena = Arena.ofShared()) {
        long size = Allocator.needs(TestGuest.MEMORY, harts) + (4L << 20);
        ControlProgram control =
            new ControlProgram(
                real(arena, Board.Configuration.USUAL, size, factory), Policy.CACHED);
        Board board = control.define(guest(Board.Configuration.USUAL.withHarts(harts))).board();
        board.turnsOf(turn);
        return use.between(board, () -> board.run(Long.MAX_VALUE / 4));
      }
    }
  };

  private static final Board.Configuration WALL_CLOCK =
      Board.Configuration.USUAL.with(new Timing.WallClock());
  private static final ConsoleSink NOWHERE = _ -> {};

  /** What runs a board to its end. */
  interface Run {
    Outcome toItsEnd() throws InterruptedException;
  }

  /** What is done with a board before and after it runs. */
  interface Use {
    Outcome between(Board board, Run run) throws InterruptedException;
  }

  /**
   * Makes a board and gives it away for use.
   *
   * @param factory the real machine's harts
   * @param turn steps of a turn, where harts take turns
   */
  abstract Outcome run(int harts, HartFactory factory, long turn, Use use)
      throws InterruptedException;

  /** Whether the harts take turns, so that only sequentially consistent outcomes can come. */
  public boolean takesTurns() {
    return this == TURNS || this == VM_TURNS;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Board real(
      Arena arena, Board.Configuration configuration, long memory, HartFactory factory) {
    return new Board(
        configuration,
        PhysicalMemory.allocate(arena, VirtRegion.RAM_BASE, memory),
        factory,
        NOWHERE,
        ConsoleSource.SILENT,
        List.of());
  }

  private static GuestDefinition guest(Board.Configuration configuration) {
    return new GuestDefinition(
        "litmus",
        configuration,
        TestGuest.MEMORY,
        GuestDefinition.USUAL_SHARES,
        NOWHERE,
        ConsoleSource.SILENT,
        List.of());
  }
}

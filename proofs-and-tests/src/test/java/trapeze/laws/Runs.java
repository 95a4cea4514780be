package trapeze.laws;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Timing;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualMachine;
import trapeze.shadow.Policy;

/** Machines for generated guests: bare, virtual, and virtual inside virtual. Closing frees them. */
final class Runs implements AutoCloseable {
  /** Steps after which a guest has had its chance. */
  static final long STEPS = 4000;

  static final long STEPS_PER_TICK = 3;

  /** A clock that moves fast enough for timers to matter in so few steps. */
  static final Board.Configuration BOARD =
      new Board.Configuration(
          1, Implementation.FULL, new Timing.Steps(STEPS_PER_TICK), 1_767_225_600_000_000_000L);

  /** Far more than any monitor that makes progress needs for a guest's steps. */
  private static final long MOST_TRAPS = 100 * STEPS;

  private static final long ROOM = 16L << 20;

  private final Arena arena = Arena.ofConfined();
  private final long[] realTraps = new long[16];

  /** A guest on the bare machine, at its end. */
  Guest bare(Program program) {
    return bareUnfinished(program).runUntil(STEPS, STEPS);
  }

  /** A guest on the bare machine, about to start. */
  Guest bareUnfinished(Program program) {
    return bareUnfinished(program, HartFactory.REAL);
  }

  /** The same with a hart of another kind. */
  Guest bareUnfinished(Program program, HartFactory factory) {
    StringBuilder console = new StringBuilder();
    Board board =
        new Board(
            BOARD,
            PhysicalMemory.allocate(arena, Layout.BASE, Layout.SIZE),
            factory,
            letter -> console.append((char) letter),
            ConsoleSource.SILENT,
            List.of());
    return new Guest(program, board, console);
  }

  /** A real machine with room for this many generated guests. */
  Board real(int guests, HartFactory factory) {
    long size = guests * Allocator.needs(Layout.SIZE, 1) + ROOM;
    Board board =
        new Board(
            BOARD,
            PhysicalMemory.allocate(arena, Layout.BASE, size),
            factory,
            letter -> {},
            ConsoleSource.SILENT,
            List.of());
    Hart hart = board.harts().getFirst();
    hart.onTrap(
        trap -> {
          realTraps[trap.cause()]++;
          if (hart.traps() > MOST_TRAPS) {
            throw new IllegalStateException("a monitor that makes no progress");
          }
        });
    return board;
  }

  /** Traps of the real machine made last, by cause, as its hart showed them. */
  long[] realTraps() {
    return realTraps;
  }

  /** A guest in a virtual machine of a control program, about to start. */
  static Guest virtual(Program program, ControlProgram monitor) {
    StringBuilder console = new StringBuilder();
    VirtualMachine machine =
        monitor.define(
            new GuestDefinition(
                "guest",
                BOARD,
                Layout.SIZE,
                GuestDefinition.USUAL_SHARES,
                letter -> console.append((char) letter),
                ConsoleSource.SILENT,
                List.of()));
    return new Guest(program, machine.board(), console);
  }

  /** A guest under a monitor made of these parts on a real hart of this kind, at its end. */
  Guest virtual(Program program, Policy policy, long slice, HartFactory factory, Parts parts) {
    ControlProgram monitor = new ControlProgram(real(1, factory), policy, parts);
    return virtual(program, monitor).runUntil(STEPS, slice);
  }

  /** The same under the monitor as it is. */
  Guest virtual(Program program, Policy policy, long slice) {
    return virtual(program, policy, slice, HartFactory.REAL, Parts.USUAL);
  }

  /** A guest under a monitor under a monitor, at its end. */
  Guest nested(Program program, Policy policy, int depth) {
    List<Board> boards = new ArrayList<>();
    boards.add(real(1 + depth, HartFactory.REAL));
    for (int level = 1; level < depth; level++) {
      ControlProgram monitor = new ControlProgram(boards.getLast(), policy);
      long size = (depth - level) * (Allocator.needs(Layout.SIZE, 1) + ROOM);
      boards.add(
          monitor
              .define(
                  new GuestDefinition(
                      "monitor",
                      BOARD,
                      size,
                      GuestDefinition.USUAL_SHARES,
                      letter -> {},
                      ConsoleSource.SILENT,
                      List.of()))
              .board());
    }
    return virtual(program, new ControlProgram(boards.getLast(), policy)).runUntil(STEPS, STEPS);
  }

  @Override
  public void close() {
    arena.close();
  }
}

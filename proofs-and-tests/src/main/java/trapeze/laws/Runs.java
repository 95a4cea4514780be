package trapeze.laws;

import java.lang.foreign.Arena;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.state.Trap;
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
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** Machines for generated guests: bare, virtual, and virtual inside virtual. Closing frees them. */
public final class Runs implements AutoCloseable {
  /** Steps after which a guest has had its chance. */
  public static final long STEPS = 4000;

  public static final long STEPS_PER_TICK = 3;

  /** A clock that moves fast enough for timers to matter in so few steps. */
  public static final Board.Configuration BOARD =
      new Board.Configuration(
          1, Implementation.FULL, new Timing.Steps(STEPS_PER_TICK), 1_767_225_600_000_000_000L);

  /** Far more than any monitor that makes progress needs for a guest's steps. */
  private static final long MOST_TRAPS = 100 * STEPS;

  private static final int CAUSES = 64;
  private static final long ROOM = 16L << 20;

  private final Arena arena = Arena.ofShared();
  private final Board.Configuration realBoard;
  private long[] realTraps = new long[CAUSES];

  /** Machines for guests of the usual design. */
  public Runs() {
    this(Designs.TRAP_AND_EMULATE);
  }

  /** Machines for guests of a design: the real ones have what it needs. */
  public Runs(Design design) {
    Implementation usual = BOARD.implementation();
    realBoard =
        design.lacks(usual, usual).isEmpty() ? BOARD : BOARD.with(usual.withHypervisor(true));
  }

  /** Machines for guests, the real ones with the hypervisor extension if that is asked for. */
  public Runs(boolean realHypervisor) {
    realBoard = realHypervisor ? BOARD.with(BOARD.implementation().withHypervisor(true)) : BOARD;
  }

  /** The machine that a program is written for. */
  private static Board.Configuration boardOf(Program program) {
    return program.hasHypervisor()
        ? BOARD.with(BOARD.implementation().withHypervisor(true))
        : BOARD;
  }

  /** A guest on the bare machine, at its end. */
  public Guest bare(Program program) {
    return bareUnfinished(program).runUntil(STEPS, STEPS);
  }

  /** A guest on the bare machine, about to start. */
  public Guest bareUnfinished(Program program) {
    return bareUnfinished(program, HartFactory.REAL);
  }

  /** The same with a hart of another kind. */
  public Guest bareUnfinished(Program program, HartFactory factory) {
    StringBuilder console = new StringBuilder();
    Board board =
        new Board(
            boardOf(program),
            PhysicalMemory.allocate(arena, Layout.BASE, Layout.SIZE),
            factory,
            letter -> console.append((char) letter),
            ConsoleSource.SILENT,
            List.of());
    return new Guest(program, board, console);
  }

  /** A real machine with room for this many generated guests. */
  public Board real(int guests, HartFactory factory) {
    return realOf(guests * Allocator.needs(Layout.SIZE, 1) + ROOM, factory);
  }

  /** A real machine with room for one generated guest of a design, which has what that needs. */
  public Board realFor(Design design) {
    Implementation usual = BOARD.implementation();
    boolean suffices = design.lacks(usual, usual).isEmpty();
    return realOf(
        Allocator.needs(Layout.SIZE, 1) + ROOM,
        HartFactory.REAL,
        suffices ? realBoard : BOARD.with(usual.withHypervisor(true)));
  }

  private Board realOf(long size, HartFactory factory) {
    return realOf(size, factory, realBoard);
  }

  private Board realOf(long size, HartFactory factory, Board.Configuration configuration) {
    Board board =
        new Board(
            configuration,
            PhysicalMemory.allocate(arena, Layout.BASE, size),
            factory,
            letter -> {},
            ConsoleSource.SILENT,
            List.of());
    countTraps(board.harts().getFirst());
    return board;
  }

  private void countTraps(Hart hart) {
    realTraps = new long[CAUSES];
    long[] traps = realTraps;
    hart.onTrap(
        trap -> {
          if (!isDelegated(hart, trap)) {
            traps[trap.cause()]++;
          }
          if (hart.traps() > MOST_TRAPS) {
            throw new IllegalStateException("a monitor that makes no progress");
          }
        });
  }

  private static boolean isDelegated(Hart hart, Trap trap) {
    long interrupt = trap.interrupt() ? 1 : 0;
    return hart.engine().definitions().isDelegated(hart, trap.cause(), interrupt) != 0;
  }

  /** Traps of the machine below the guest's monitor that the monitor was given, by cause. */
  public long[] realTraps() {
    return realTraps;
  }

  /** A guest in a virtual machine of a control program, about to start. */
  public static Guest virtual(Program program, ControlProgram monitor) {
    return virtual(program, monitor, ConsoleSource.SILENT);
  }

  /** The same with input for its console. */
  public static Guest virtual(Program program, ControlProgram monitor, ConsoleSource input) {
    StringBuilder console = new StringBuilder();
    VirtualMachine machine =
        monitor.define(
            new GuestDefinition(
                "guest",
                boardOf(program),
                Layout.SIZE,
                GuestDefinition.USUAL_SHARES,
                letter -> console.append((char) letter),
                input,
                List.of()));
    return new Guest(program, machine.board(), console);
  }

  /** A guest under a monitor made of these parts on a real hart of this kind, at its end. */
  public Guest virtual(
      Program program, Policy policy, long slice, HartFactory factory, Parts parts) {
    ControlProgram monitor = new ControlProgram(real(1, factory), policy, parts);
    return virtual(program, monitor).runUntil(STEPS, slice);
  }

  /** The same under the monitor as it is. */
  public Guest virtual(Program program, Policy policy, long slice) {
    return virtual(program, policy, slice, HartFactory.REAL, Parts.USUAL);
  }

  /** A guest of the innermost of monitors one on the other, at its end. */
  public Guest nested(Program program, Policy policy, int depth) {
    return virtual(
            program,
            new ControlProgram(below(policy, depth, HartFactory.REAL, Parts.USUAL), policy))
        .runUntil(STEPS, STEPS);
  }

  /** What the innermost of so many monitors runs on: the real machine, or a virtual one. */
  public Board below(Policy policy, int depth, HartFactory harts, Parts parts) {
    return below(policy, depth, harts, parts, parts);
  }

  /**
   * The same, of monitors that differ.
   *
   * @param outer what the monitor on the real machine is made of
   * @param inner what the others are made of
   */
  public Board below(Policy policy, int depth, HartFactory harts, Parts outer, Parts inner) {
    Board board = realOf(roomFor(depth), harts);
    for (int level = depth - 1; level > 0; level--) {
      board =
          new ControlProgram(board, policy, level == depth - 1 ? outer : inner)
              .define(
                  new GuestDefinition(
                      "monitor",
                      BOARD,
                      roomFor(level),
                      GuestDefinition.USUAL_SHARES,
                      letter -> {},
                      ConsoleSource.SILENT,
                      List.of()))
              .board();
    }
    countTraps(board.harts().getFirst());
    return board;
  }

  /**
   * A guest on so many harts of the bare machine, at its end.
   *
   * @param turn steps that a hart has before it is the next one's turn
   */
  public Guest bareWithHarts(Program program, int harts, long turn) {
    StringBuilder console = new StringBuilder();
    Board board =
        new Board(
            BOARD.withHarts(harts),
            PhysicalMemory.allocate(arena, Layout.BASE, Layout.SIZE),
            HartFactory.REAL,
            letter -> console.append((char) letter),
            ConsoleSource.SILENT,
            List.of());
    board.turnsOf(turn);
    return new Guest(program, board, console).runUntil(STEPS, STEPS);
  }

  /** The same on virtual harts, all of them on one real hart. */
  public Guest virtualWithHarts(
      Program program,
      int harts,
      long turn,
      Policy policy,
      long slice,
      HartFactory real,
      Parts parts) {
    StringBuilder console = new StringBuilder();
    long size = Allocator.needs(Layout.SIZE, harts) + ROOM;
    VirtualMachine machine =
        new ControlProgram(realOf(size, real), policy, parts)
            .define(
                new GuestDefinition(
                    "guest",
                    BOARD.withHarts(harts),
                    Layout.SIZE,
                    GuestDefinition.USUAL_SHARES,
                    letter -> console.append((char) letter),
                    ConsoleSource.SILENT,
                    List.of()));
    machine.board().turnsOf(turn);
    return new Guest(program, machine.board(), console).runUntil(STEPS, slice);
  }

  /** Bytes that so many monitors one on the other need, the last with a guest. */
  private static long roomFor(int depth) {
    long inner = depth == 1 ? Layout.SIZE : roomFor(depth - 1);
    return Allocator.needs(inner, 1) + ROOM;
  }

  /** A guest at its end, with another in turn on the same real hart. */
  public Guest beside(
      Program program,
      Program neighbour,
      Policy policy,
      long slice,
      HartFactory harts,
      Parts parts) {
    ControlProgram monitor = new ControlProgram(real(2, harts), policy, parts);
    Guest guest = virtual(program, monitor);
    Iterator<Long> bytes = Stream.iterate(neighbour.registers().getFirst(), b -> b + 1).iterator();
    Guest other = virtual(neighbour, monitor, () -> (int) (bytes.next() & 0xff));
    while (!guest.isOver() && guest.board().steps() < STEPS) {
      guest.run(Math.min(slice, STEPS - guest.board().steps()));
      if (!other.isOver() && other.board().steps() < STEPS) {
        other.run(slice);
      }
    }
    return guest.runUntil(0, 0);
  }

  @Override
  public void close() {
    arena.close();
  }
}

package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.monitor.VirtualHart;

/**
 * A generated program on a board, bare or virtual, and what can be seen of it from inside: its
 * hart's state at each of its traps and at its end, its console, its memory.
 */
public final class Guest {

  /**
   * A guest's hart at one of its traps, or at the end.
   *
   * @param hart which
   * @param steps made so far, this trap included
   * @param retired instructions retired so far
   * @param what the trap, or how the machine stands
   * @param state as before the trap is entered
   */
  public record Boundary(int hart, long steps, long retired, String what, HartState state) {}

  private final Board board;
  private final Hart hart;
  private final StringBuilder console;
  private final List<Boundary> boundaries = new ArrayList<>();
  private Outcome outcome = new Outcome.Running();

  /** Loads a program. */
  public Guest(Program program, Board board, StringBuilder console) {
    this.board = board;
    this.hart = board.harts().getFirst();
    this.console = console;
    program.load(board);
    for (int i = 0; i < board.harts().size(); i++) {
      int number = i;
      board.harts().get(i).onTrap(trap -> note(number, text(trap)));
    }
  }

  private static String text(Trap trap) {
    return "%s, value %x".formatted(trap.title(), trap.value());
  }

  private void note(int number, String what) {
    Hart noted = board.harts().get(number);
    boundaries.add(new Boundary(number, noted.steps(), noted.retired(), what, noted.state.copy()));
  }

  public Board board() {
    return board;
  }

  public Hart hart() {
    return hart;
  }

  public VirtualHart virtualHart() {
    return (VirtualHart) hart;
  }

  public String console() {
    return console.toString();
  }

  public List<Boundary> boundaries() {
    return boundaries;
  }

  /** Whether it can do no more. */
  public boolean isOver() {
    return !(outcome instanceof Outcome.Running);
  }

  /** Gives it a slice of this many steps at most. */
  public void run(long steps) {
    outcome = board.run(steps);
  }

  /** Gives it so many slices that it has had this many steps, and notes how it stands then. */
  public Guest runUntil(long end, long slice) {
    while (!isOver() && board.steps() < end) {
      run(Math.min(slice, end - board.steps()));
    }
    for (int i = 0; i < board.harts().size(); i++) {
      note(i, "%s after %d steps".formatted(outcome, board.steps()));
    }
    return this;
  }

  /**
   * Steps made when it first differs at a boundary from another: the greatest long if no boundary
   * does, though console or memory may.
   */
  public long firstDifference(Guest other) {
    int common = Math.min(boundaries.size(), other.boundaries.size());
    for (int i = 0; i < common; i++) {
      if (!boundaries.get(i).equals(other.boundaries.get(i))) {
        return Math.max(boundaries.get(i).steps, other.boundaries.get(i).steps);
      }
    }
    return Long.MAX_VALUE - 1;
  }

  /** What is different, in words; empty if nothing is. */
  public String differenceFrom(Guest other) {
    int common = Math.min(boundaries.size(), other.boundaries.size());
    for (int i = 0; i < common; i++) {
      Boundary mine = boundaries.get(i);
      Boundary theirs = other.boundaries.get(i);
      if (!mine.equals(theirs)) {
        return "boundary %d: %s at %x, step %d, retired %d; the other: %s at %x, step %d, retired %d; %s"
            .formatted(
                i,
                mine.what,
                mine.state.pc,
                mine.steps,
                mine.retired,
                theirs.what,
                theirs.state.pc,
                theirs.steps,
                theirs.retired,
                mine.state.differences(theirs.state));
      }
    }
    if (boundaries.size() != other.boundaries.size()) {
      return "%d boundaries, %d".formatted(boundaries.size(), other.boundaries.size());
    }
    if (!console().equals(other.console())) {
      return "console '%s', '%s'".formatted(console, other.console);
    }
    long at =
        board
            .memory()
            .segment(Layout.BASE, Layout.SIZE)
            .mismatch(other.board.memory().segment(Layout.BASE, Layout.SIZE));
    return at < 0 ? "" : "memory from %x on".formatted(Layout.BASE + at);
  }
}

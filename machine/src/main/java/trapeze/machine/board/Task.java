package trapeze.machine.board;

/**
 * A part of a board that one thread runs at a time: all of it, where the harts take turns, or one
 * hart, where they run at the same time.
 */
public interface Task {
  /** Runs for at most this many steps. */
  Outcome run(long steps);

  /** Steps made so far. */
  long steps();

  /** What to do when a task that was idle may have become busy; called from any thread. */
  void whenWoken(Runnable action);
}

package trapeze.console.run;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import trapeze.console.ExitCode;
import trapeze.console.UserError;
import trapeze.console.directory.Guest;
import trapeze.console.gdb.DebugTarget;
import trapeze.console.gdb.GdbServers;
import trapeze.console.terminal.Input;
import trapeze.console.terminal.Keyboard;
import trapeze.console.terminal.Screen;
import trapeze.console.terminal.Seat;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.BoardRunner;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.OutOfHostMemory;
import trapeze.machine.memory.PhysicalMemory;

/** The bare machine with one guest on it, and no monitor. */
public final class BareMachine {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int OUTPUT_BUFFER = 1 << 13;

  private final Guest guest;
  private final GuestBoards choices;
  private final GdbServers debuggers;
  private volatile @Nullable Board board;

  /**
   * A machine for a guest, which is built when it runs.
   *
   * @param debuggers where the guest can be debugged
   */
  public BareMachine(Guest guest, GuestBoards choices, GdbServers debuggers) {
    this.guest = guest;
    this.choices = choices;
    this.debuggers = debuggers;
  }

  /**
   * Runs the guest with nobody at the keyboard.
   *
   * @param in standard input, should the guest's description want it
   * @param out its console's output, as it is
   */
  public Outcome run(InputStream in, OutputStream out) throws InterruptedException {
    PrintStream buffered = new PrintStream(new BufferedOutputStream(out, OUTPUT_BUFFER));
    Input input = Input.of(guest.spec(), in, () -> {});
    ConsoleSink sink = input.watching(value -> writeLine(buffered, value));
    Board made = make(sink, input.source());
    Running running = new Running(made, input.source());
    while (!running.thread.join(LOOK)) {
      buffered.flush();
    }
    buffered.flush();
    return running.outcome();
  }

  /** A line is shown when it ends, so that who reads the output knows when it was written. */
  private static void writeLine(PrintStream out, byte value) {
    out.write(value);
    if (value == '\n') {
      out.flush();
    }
  }

  /** Runs the guest at the terminal. */
  public Outcome runAtTerminal() throws InterruptedException {
    try (Seat seat = Seat.atTerminal(null)) {
      Screen screen = seat.add(guest.spec().name());
      Keyboard keyboard = seat.keyboard(screen, () -> {});
      Board made = make(screen, keyboard);
      Running running = new Running(made, keyboard);
      seat.sitUntil(running.thread::hasEnded);
      made.finish(new Outcome.Interrupted());
      running.thread.join();
      return running.outcome();
    }
  }

  /** The board while it runs on threads of its own. */
  private final class Running {
    private final Background thread;
    private volatile @Nullable Outcome outcome;

    Running(Board made, ConsoleSource source) {
      BoardRunner runner = new BoardRunner(made, source::isExhausted);
      runner.stepLimit(guest.spec().steps());
      thread = Background.start("machine", () -> outcome = runner.run());
    }

    Outcome outcome() {
      thread.throwIfFailed();
      return Objects.requireNonNull(outcome);
    }
  }

  private Board make(ConsoleSink console, ConsoleSource source) throws InterruptedException {
    ConsoleSink sink = guest.copying(console);
    Board made =
        new Board(
            choices.with(guest.spec().harts()),
            memory(),
            choices.harts(),
            sink,
            guest.serialInput(source),
            guest.slots(sink, source));
    Session.load(guest, made, sink, source);
    board = made;
    debuggers.add(
        new DebugTarget(
            guest.spec().name(), made, () -> made.finish(new Outcome.Ended(ExitCode.STOPPED))),
        guest.spec().gdb());
    return made;
  }

  private PhysicalMemory memory() {
    try {
      return PhysicalMemory.allocate(Arena.ofAuto(), VirtRegion.RAM_BASE, guest.spec().memory());
    } catch (OutOfHostMemory e) {
      throw new UserError(guest.spec().place(), Objects.requireNonNull(e.getMessage()));
    }
  }

  /** What was done in so many seconds, in one line. */
  public String statistics(double seconds) {
    Board made = Objects.requireNonNull(board);
    long retired = made.harts().stream().mapToLong(Hart::retired).sum();
    long traps = made.harts().stream().mapToLong(Hart::traps).sum();
    return String.format(
        Locale.ROOT,
        "%,d instructions retired, %,d traps taken, %,d steps in %.2f s: %.1f million a second",
        retired,
        traps,
        made.steps(),
        seconds,
        retired / seconds / 1e6);
  }
}

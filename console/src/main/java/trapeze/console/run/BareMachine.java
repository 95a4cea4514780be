package trapeze.console.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.console.directory.Guest;
import trapeze.console.terminal.Input;
import trapeze.console.terminal.Keyboard;
import trapeze.console.terminal.Screen;
import trapeze.console.terminal.Seat;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Implementation;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.OutOfHostMemory;
import trapeze.machine.memory.PhysicalMemory;

/** The bare machine with one guest on it, and no monitor. */
public final class BareMachine {
  private static final long SLICE = 2_000_000;
  private static final long NAP_MILLISECONDS = 10;
  private static final int OUTPUT_BUFFER = 1 << 13;

  private final Guest guest;
  private final Implementation implementation;
  private final Semaphore inputArrived = new Semaphore(0);
  private volatile @Nullable Board board;

  /** A machine for a guest, which is built when it runs. */
  public BareMachine(Guest guest, Implementation implementation) {
    this.guest = guest;
    this.implementation = implementation;
  }

  /**
   * Runs the guest with nobody at the keyboard.
   *
   * @param in standard input, should the guest's description want it
   * @param out its console's output, as it is
   */
  public Outcome run(InputStream in, OutputStream out) throws InterruptedException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, OUTPUT_BUFFER);
    Input input = Input.of(guest.spec(), in, inputArrived::release);
    ConsoleSink sink = value -> write(buffered, value);
    try {
      return run(input.watching(sink), input.source(), () -> flush(buffered));
    } finally {
      flush(buffered);
    }
  }

  /** Runs the guest at the terminal. */
  public Outcome runAtTerminal() throws InterruptedException {
    try (Seat seat = Seat.atTerminal(null)) {
      Screen screen = seat.add(guest.spec().name());
      Keyboard keyboard = seat.keyboard(screen, inputArrived::release);
      Outcome[] outcome = {new Outcome.Interrupted()};
      Background running =
          Background.start("machine", () -> outcome[0] = run(screen, keyboard, () -> {}));
      seat.sitUntil(running::hasEnded);
      stop();
      running.join();
      running.throwIfFailed();
      return outcome[0];
    }
  }

  private void stop() {
    Board made = board;
    if (made != null) {
      made.finish(new Outcome.Interrupted());
    }
    inputArrived.release();
  }

  private Outcome run(ConsoleSink sink, ConsoleSource source, Runnable pause)
      throws InterruptedException {
    Board made =
        new Board(
            Board.Configuration.USUAL.withHarts(guest.spec().harts()).with(implementation),
            memory(),
            HartFactory.REAL,
            sink,
            guest.serialInput(source),
            guest.slots(sink, source));
    board = made;
    Session.load(guest, made, sink, source);
    while (true) {
      long left = guest.spec().steps() - made.steps();
      Outcome outcome = made.run(Math.min(left, SLICE));
      if (outcome instanceof Outcome.Idle && !source.isExhausted()) {
        pause.run();
        inputArrived.tryAcquire(NAP_MILLISECONDS, TimeUnit.MILLISECONDS);
      } else if (!(outcome instanceof Outcome.Running) || made.steps() >= guest.spec().steps()) {
        return outcome;
      }
      pause.run();
    }
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

  private static void write(OutputStream out, byte value) {
    try {
      out.write(value);
      if (value == '\n') {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flush(OutputStream out) {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package trapeze.console.compare;

import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import trapeze.console.ExitCode;
import trapeze.console.directory.Guest;
import trapeze.console.run.Session;
import trapeze.console.terminal.Input;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.ExitListener;

/** Runs one cell on a fresh machine and counts. */
public final class Bench {
  private static final long SLICE = 1_000_000;
  private static final long NAP_MILLISECONDS = 5;

  private final long mostSteps;

  /**
   * A bench.
   *
   * @param mostSteps after which a guest is ended; it has then not ended well
   */
  public Bench(long mostSteps) {
    this.mostSteps = mostSteps;
  }

  /**
   * Runs a cell from its guest's first instruction to its end.
   *
   * @throws trapeze.console.UserError if the guest's files cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public Measurement run(Cell cell) throws InterruptedException {
    return run(cell, null);
  }

  /**
   * The same, and shows each exit of the real hart.
   *
   * @param listener slows the run down, which its time shows and its counts do not
   */
  public Measurement run(Cell cell, @Nullable ExitListener listener) throws InterruptedException {
    CRC32 console = new CRC32();
    try (Guest guest = Guest.open(cell.workload().spec());
        Arena arena = Arena.ofShared()) {
      Input input = Input.of(guest.spec(), new ByteArrayInputStream(new byte[0]), () -> {});
      ConsoleSink sink = guest.copying(input.watching(console::update));
      Stack stack = Stack.build(cell.setup(), guest, sink, input.source(), arena);
      Session.load(guest, stack.top(), sink, input.source());
      if (listener != null) {
        stack.onExit(listener);
      }
      Sections sections = new Sections(stack, cell.workload().marked());
      sections.started();
      long steps = Math.min(guest.spec().steps(), mostSteps);
      Outcome outcome = run(stack.top(), steps, sections, input.source());
      Counts counts = sections.counts();
      boolean good = ExitCode.of(outcome) == cell.workload().exitCode();
      return new Measurement(
          counts, ExitCode.words(outcome), good, console.getValue(), sections.nanoseconds());
    }
  }

  private static Outcome run(Board board, long steps, Sections sections, ConsoleSource source)
      throws InterruptedException {
    while (board.finish() == null) {
      long left = steps - board.steps();
      if (left <= 0) {
        return new Outcome.Running();
      }
      Outcome outcome = board.run(Math.min(SLICE, left));
      if (board.debug().takeHalt() != null) {
        sections.halted();
        board.debug().resume();
      } else if (outcome instanceof Outcome.Idle) {
        if (source.isExhausted()) {
          return outcome;
        }
        Thread.sleep(NAP_MILLISECONDS);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return Objects.requireNonNull(board.finish());
  }
}

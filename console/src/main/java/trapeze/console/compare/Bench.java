package trapeze.console.compare;

import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import trapeze.console.ExitCode;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestSpec;
import trapeze.console.run.Session;
import trapeze.console.terminal.Input;
import trapeze.machine.board.Board;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.monitor.ExitListener;

/**
 * Runs one cell on a fresh machine and counts. Its time is the CPU time of the thread that executes
 * the guest, so that others' load on the host is not in it, nor is the work of the host's compiler.
 */
public final class Bench {
  private static final long SLICE = 1_000_000;
  private static final long NAP_MILLISECONDS = 5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long mostSteps;
  private final EngineChoice engine;

  /**
   * A bench.
   *
   * @param mostSteps after which a guest is ended; it has then not ended well
   * @param engine that executes the guests
   */
  public Bench(long mostSteps, EngineChoice engine) {
    this.mostSteps = mostSteps;
    this.engine = engine;
  }

  /** What executes the guests. */
  public EngineChoice engine() {
    return engine;
  }

  /**
   * Runs a cell from its guest's first instruction to its end; twice, if the workload is measured
   * by the difference of two runs.
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
    List<GuestSpec> runs = cell.workload().runs();
    CRC32 console = new CRC32();
    Measurement first = run(runs.getFirst(), cell, listener, console);
    if (runs.size() == 1) {
      return first;
    }
    Measurement second = run(runs.getLast(), cell, listener, console);
    return new Measurement(
        second.counts().minus(first.counts()),
        second.end(),
        first.good() && second.good(),
        second.console(),
        Math.max(0, second.nanoseconds() - first.nanoseconds()));
  }

  private Measurement run(GuestSpec spec, Cell cell, @Nullable ExitListener listener, CRC32 console)
      throws InterruptedException {
    try (Guest guest = Guest.open(spec);
        Arena arena = Arena.ofShared()) {
      Input input = Input.of(spec, new ByteArrayInputStream(new byte[0]), () -> {});
      ConsoleSink sink = guest.copying(input.watching(console::update));
      Stack stack = Stack.build(cell.setup(), engine, guest, sink, input.source(), arena);
      Session.load(guest, stack.top(), sink, input.source());
      if (listener != null) {
        stack.onExit(listener);
      }
      long started = THREADS.getCurrentThreadCpuTime();
      Outcome outcome = run(stack.top(), Math.min(spec.steps(), mostSteps), input.source());
      long nanoseconds = THREADS.getCurrentThreadCpuTime() - started;
      boolean good = ExitCode.of(outcome) == cell.workload().exitCode();
      return new Measurement(
          stack.counts(), ExitCode.words(outcome), good, console.getValue(), nanoseconds);
    }
  }

  private static Outcome run(Board board, long steps, ConsoleSource source)
      throws InterruptedException {
    while (board.finish() == null) {
      long left = steps - board.steps();
      if (left <= 0) {
        return new Outcome.Running();
      }
      Outcome outcome = board.run(Math.min(SLICE, left));
      if (outcome instanceof Outcome.Idle) {
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

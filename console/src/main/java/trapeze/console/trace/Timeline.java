package trapeze.console.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.monitor.SliceListener;
import trapeze.monitor.VirtualHart;
import trapeze.monitor.VirtualMachine;

/**
 * Guests, virtual modes and exits over time, as a file of Trace Events: a process for each guest
 * with a track for each virtual hart, and one for the real machine with a track for each real hart.
 *
 * <p>By steps a microsecond stands for 100 steps of the guest's board, so that the file is the same
 * in each run; the real machine is then left out, since its time is none of the guests'. By the
 * host's clock a microsecond is one.
 */
public final class Timeline implements AutoCloseable, SliceListener {
  private static final int REAL_MACHINE = 1;
  private static final double STEPS_PER_MICROSECOND = 100;

  private final TraceEvents events;
  private final Clock clock;
  private final List<HartTrack> tracks = new ArrayList<>();
  private int nextProcess = REAL_MACHINE + 1;

  /** Where a timeline's microseconds come from. */
  record Clock(boolean isWall, long start) {
    /** What time it is. */
    double now(Board board) {
      return at(board, System.nanoTime());
    }

    /** What time it was at so many nanoseconds of the host's clock; by steps, what time it is. */
    double at(Board board, long nanoseconds) {
      return isWall ? (nanoseconds - start) / 1e3 : board.steps() / STEPS_PER_MICROSECOND;
    }
  }

  /**
   * A timeline that is written into a file as it happens.
   *
   * @param limit most events that the file may have; later ones are left out
   * @param wall whether time is the host's
   */
  public Timeline(Path file, long limit, boolean wall) {
    this.events = TraceEvents.create(file, limit);
    this.clock = new Clock(wall, System.nanoTime());
    if (wall) {
      events.name("process_name", REAL_MACHINE, 0, "real machine");
    }
  }

  /** Shows a guest from now on; to be called when it is loaded. */
  public synchronized void add(String guest, Board board) {
    int process = nextProcess++;
    events.name("process_name", process, 0, guest);
    for (Hart hart : board.harts()) {
      if (hart instanceof VirtualHart virtual) {
        tracks.add(new HartTrack(events, clock, board, virtual, process));
      }
    }
  }

  @Override
  public void sliced(VirtualMachine machine, int realHart, long steps, long began, long ended) {
    if (clock.isWall()) {
      double from = clock.at(machine.board(), began);
      events.slice(
          machine.name(),
          REAL_MACHINE,
          realHart,
          from,
          clock.at(machine.board(), ended) - from,
          Map.of("steps", steps));
    }
  }

  /** Events that there was no room for. */
  public long leftOut() {
    return events.leftOut();
  }

  /** Ends what is still open, and writes the rest of the file. */
  @Override
  public synchronized void close() {
    tracks.forEach(HartTrack::end);
    tracks.clear();
    events.close();
  }
}

package trapeze.console.trace;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.monitor.Exit;
import trapeze.monitor.ExitListener;
import trapeze.monitor.VirtualHart;

/**
 * One virtual hart's part of a timeline: a slice for each time in one virtual mode, in it the
 * exits, and how many of them there were in each interval. Used by the thread that runs the hart.
 */
final class HartTrack implements ExitListener {
  /** Microseconds of an interval in which exits are counted. */
  private static final double INTERVAL = 1000;

  private final TraceEvents events;
  private final Timeline.Clock clock;
  private final Board board;
  private final Hart hart;
  private final int process;
  private final int thread;
  private PrivilegeMode mode;
  private double modeSince;
  private double last;
  private double interval;
  private long exits;

  HartTrack(TraceEvents events, Timeline.Clock clock, Board board, VirtualHart hart, int process) {
    this.events = events;
    this.clock = clock;
    this.board = board;
    this.hart = hart;
    this.process = process;
    this.thread = (int) hart.state.get(Rv64State.HART_ID);
    this.mode = mode();
    events.name("thread_name", process, thread, "hart " + thread);
    hart.onExit(this);
    hart.onTrap(this::takes);
  }

  private PrivilegeMode mode() {
    return PrivilegeMode.of((int) hart.state.get(Rv64State.MODE));
  }

  @Override
  public synchronized void exited(VirtualHart of, Exit exit) {
    double ended = clock.at(board, exit.ended());
    double began = clock.isWall() ? clock.at(board, exit.began()) : ended;
    seen(exit.mode(), began);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("cause", exit.trap().title());
    details.put("action", exit.action().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    details.put("pc", "0x" + Long.toHexString(exit.pc()));
    details.put("trap value", "0x" + Long.toHexString(exit.trap().value()));
    details.put("step", exit.step());
    Trap reflected = exit.reflected();
    if (reflected != null) {
      details.put("reflected", reflected.title());
    }
    String instruction = exit.instruction();
    String name = instruction == null ? exit.trap().title() : instruction;
    if (clock.isWall()) {
      events.slice(name, process, thread, began, ended - began, details);
    } else {
      events.instant(name, process, thread, ended, details);
    }
    last = ended;
    count(ended);
  }

  private synchronized void takes(Trap trap) {
    double now = clock.now(board);
    seen(mode(), now);
    if (trap.interrupt()) {
      events.instant(trap.title(), process, thread, now, Map.of("trap", "interrupt"));
    }
    last = now;
  }

  /** The mode has been this one since the last event, and still is. */
  private void seen(PrivilegeMode present, double now) {
    if (present != mode) {
      endMode(last);
      mode = present;
      modeSince = last;
    }
    last = now;
  }

  private void endMode(double at) {
    events.slice(mode.name(), process, thread, modeSince, at - modeSince, Map.of());
  }

  private void count(double now) {
    if (now - interval >= INTERVAL) {
      show();
      interval = now - now % INTERVAL;
      exits = 0;
    }
    exits++;
  }

  private void show() {
    events.counter("exits of hart " + thread + " per millisecond", process, interval, exits);
  }

  /** Ends what is still open. */
  synchronized void end() {
    PrivilegeMode present = mode();
    double now = Math.max(last, clock.now(board));
    seen(present, now);
    endMode(now);
    show();
  }
}

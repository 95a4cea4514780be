package trapeze.console.run;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.ExitCode;
import trapeze.console.directory.Guest;
import trapeze.console.terminal.Input;
import trapeze.console.terminal.Log;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSink;
import trapeze.monitor.VirtualMachine;

/** All guests at once, their consoles in one log, nobody at the keyboard. */
public final class LoggedRun {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Session session;
  private final Log log;
  private final List<VirtualMachine> running = new ArrayList<>();

  /** Makes the guests' machines and connects their consoles. */
  public LoggedRun(
      Session session, List<Guest> guests, InputStream in, OutputStream out, boolean coloured)
      throws InterruptedException {
    this.session = session;
    int width = guests.stream().mapToInt(guest -> guest.spec().name().length()).max().orElse(0);
    this.log = new Log(out, coloured, width);
    for (Guest guest : guests) {
      ConsoleSink sink = log.console(guest.spec().name());
      Input input = Input.of(guest.spec(), in, session.control()::inputArrived);
      running.add(session.add(guest, input.watching(sink), input.source()));
    }
  }

  /** Runs them until all have ended. */
  public void run() throws InterruptedException {
    Background control = Background.start("control program", session.control()::run);
    while (!control.join(LOOK)) {
      log.flushStale();
      sayWhoEnded();
    }
    sayWhoEnded();
    log.flush();
    control.throwIfFailed();
  }

  private void sayWhoEnded() {
    for (VirtualMachine machine : List.copyOf(running)) {
      Outcome outcome = machine.outcome();
      if (outcome != null) {
        running.remove(machine);
        log.say("monitor", "%s %s".formatted(machine.name(), ExitCode.words(outcome)));
      }
    }
  }
}

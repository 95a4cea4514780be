package trapeze.console.run;

import java.util.ArrayList;
import java.util.List;
import trapeze.console.ExitCode;
import trapeze.console.directory.Guest;
import trapeze.console.terminal.Keyboard;
import trapeze.console.terminal.Screen;
import trapeze.console.terminal.Seat;
import trapeze.machine.board.Outcome;
import trapeze.monitor.VirtualMachine;

/** All guests at once, somebody at the terminal. */
public final class InteractiveRun {
  private final Session session;
  private final List<VirtualMachine> running = new ArrayList<>();

  /** A run of a session that has no guests yet. */
  public InteractiveRun(Session session) {
    this.session = session;
  }

  /** Runs the guests until all have ended, or the person at the terminal ends them. */
  public void run(List<Guest> guests) throws InterruptedException {
    try (Seat seat = Seat.atTerminal(new ControlPrompt(session))) {
      for (Guest guest : guests) {
        Screen screen = seat.add(guest.spec().name());
        Keyboard keyboard = seat.keyboard(screen, session.control()::inputArrived);
        running.add(session.add(guest, screen, keyboard));
      }
      Background control = Background.start("control program", session.control()::run);
      seat.sitUntil(
          () -> {
            sayWhoEnded(seat);
            return control.hasEnded();
          });
      sayWhoEnded(seat);
      session.control().machines().forEach(session.control()::stop);
      control.join();
      control.throwIfFailed();
    }
  }

  private void sayWhoEnded(Seat seat) {
    for (VirtualMachine machine : List.copyOf(running)) {
      Outcome outcome = machine.outcome();
      if (outcome != null) {
        running.remove(machine);
        seat.say("%s %s".formatted(machine.name(), ExitCode.words(outcome)));
      }
    }
  }
}

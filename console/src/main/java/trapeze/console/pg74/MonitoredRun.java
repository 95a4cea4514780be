package trapeze.console.pg74;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import trapeze.console.ExitCode;
import trapeze.console.UserError;
import trapeze.console.report.GuestReport;
import trapeze.console.terminal.Log;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.machine.board.Outcome;
import trapeze.machine.pg74.Console;
import trapeze.machine.pg74.Device;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Memory;
import trapeze.monitor.design.Designs;
import trapeze.monitor.pg74.Accounting;
import trapeze.monitor.pg74.ControlProgram;
import trapeze.monitor.pg74.Method;
import trapeze.monitor.pg74.VirtualMachine;

/** Guests of a 1974 machine, all at once under the generated monitor, their consoles in one log. */
public final class MonitoredRun {
  private static final String REAL = "real machine";

  private final Log log;
  private final Machine real;
  private final ControlProgram control;

  /**
   * Makes a real machine that is large enough, and the guests' machines in it.
   *
   * @param depth monitors one on the other, at least 1
   */
  public MonitoredRun(
      ThirdGeneration machine,
      List<GuestProgram> guests,
      int depth,
      Method method,
      OutputStream out,
      boolean coloured) {
    int width =
        guests.stream()
            .mapToInt(guest -> guest.name().length())
            .reduce("monitor".length(), Math::max);
    log = new Log(out, coloured, width);
    real = real(machine, guests, depth);
    Machine beneath = real;
    for (int inside = depth - 1; inside > 0; inside--) {
      beneath =
          new ControlProgram(beneath, method)
              .define("monitor", beneath.memory().size() - Machine.FIRST, List.of());
    }
    control = new ControlProgram(beneath, method);
    for (GuestProgram guest : guests) {
      List<Device> console = List.of(new Console(log.console(guest.name())));
      control
          .define(guest.name(), guest.program().memoryWords(), console)
          .load(guest.program().words());
    }
  }

  private Machine real(ThirdGeneration machine, List<GuestProgram> guests, int depth) {
    long words =
        Machine.FIRST * depth
            + guests.stream().mapToLong(guest -> guest.program().memoryWords()).sum();
    if (words > machine.format().mostWords()) {
      throw new UserError(
          machine.name(),
          "these guests take %d words of real memory, and there can be %d"
              .formatted(words, machine.format().mostWords()));
    }
    return new Machine(machine, Memory.of((int) words), List.of(new Console(log.console(REAL))));
  }

  /** Runs them until each has halted or made so many steps. */
  public List<GuestReport> run(long mostSteps) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn = control.runRound(mostSteps);
    }
    for (VirtualMachine machine : control.machines()) {
      log.say("monitor", "%s %s".formatted(machine.name(), end(machine)));
    }
    log.flush();
    return control.machines().stream().map(this::report).toList();
  }

  private String end(VirtualMachine machine) {
    return brokeOut(machine)
        ? "is lost: a guest has stopped the real machine"
        : ExitCode.words(outcome(machine));
  }

  /** Its own processor has not halted, and yet nothing goes on. */
  private boolean brokeOut(VirtualMachine machine) {
    return real.isHalted() && machine.state().get(machine.kind().registers().halted) == 0;
  }

  private Outcome outcome(VirtualMachine machine) {
    if (brokeOut(machine)) {
      return new Outcome.Interrupted();
    }
    return machine.isHalted() ? new Outcome.Ended(ExitCode.OK) : new Outcome.Running();
  }

  private GuestReport report(VirtualMachine machine) {
    Accounting accounting = machine.accounting();
    return new GuestReport(
        machine.name(),
        trapeze.monitor.VirtualMachine.State.ENDED,
        outcome(machine),
        1,
        Designs.TRAP_AND_EMULATE.title(),
        machine.steps(),
        machine.steps() - machine.traps(),
        accounting.direct(),
        accounting.emulated(),
        0,
        accounting.interpreted(),
        0,
        accounting.exits(),
        accounting.reflected(),
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        0);
  }
}

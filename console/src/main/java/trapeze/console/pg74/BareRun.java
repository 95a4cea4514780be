package trapeze.console.pg74;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.machine.board.Outcome;
import trapeze.machine.pg74.Console;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Memory;

/** One program on a bare 1974 machine, its console as it is. */
public final class BareRun {
  private final Machine machine;
  private final PrintStream out;

  /** Loads the program. */
  public BareRun(ThirdGeneration kind, GuestProgram guest, OutputStream out) {
    this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    this.machine =
        new Machine(
            kind, Memory.of(guest.program().memoryWords()), List.of(new Console(this.out::write)));
    machine.load(guest.program().words());
  }

  /** Runs it until it halts or has made so many steps. */
  public Outcome run(long mostSteps) {
    machine.run(mostSteps);
    out.flush();
    return machine.isHalted() ? new Outcome.Ended(0) : new Outcome.Running();
  }

  /** What was done and how fast, in a line. */
  public String statistics(double seconds) {
    return String.format(
        Locale.ROOT, "%,d steps, %,d traps, %.2f s", machine.steps(), machine.traps(), seconds);
  }
}

package trapeze.laws;

import java.util.List;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.Tracer;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/**
 * Bare and virtual a step at a time, to find the first at which they part: for a failing example of
 * law 1, whose traps may show it only much later. Asked for by {@code -Dtrapeze.lockstep=true}.
 */
final class Lockstep implements Tracer {
  private String last = "nothing";

  private Lockstep() {}

  /** Whether laws are to look for the step. */
  static boolean isWanted() {
    return Boolean.getBoolean("trapeze.lockstep");
  }

  /** The first step behind which the states differ, what it was, and the fields; or nothing. */
  static String firstDifference(Program program, Policy policy, HartFactory harts, Parts parts) {
    try (Runs runs = new Runs()) {
      Lockstep steps = new Lockstep();
      Guest bare = runs.bareUnfinished(program);
      bare.hart().trace(steps);
      Guest virtual = Runs.virtual(program, new ControlProgram(runs.real(1, harts), policy, parts));
      while (!bare.isOver() && bare.board().steps() < Runs.STEPS) {
        HartState before = bare.hart().state.copy();
        bare.run(1);
        virtual.run(1);
        List<String> differences = virtual.hart().state.differences(bare.hart().state);
        if (!differences.isEmpty()) {
          return "step %d, %s: %s; before it x: %s"
              .formatted(bare.board().steps(), steps.last, differences, registers(before));
        }
      }
      return "";
    }
  }

  private static String registers(HartState state) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < 32; i++) {
      text.append(i == 1 ? "" : " ").append(Long.toHexString(state.x[i]));
    }
    return text.toString();
  }

  @Override
  public void retired(long pc, long packed) {
    last = "%s at %x".formatted(Altered.name(packed), pc);
  }

  @Override
  public void trapped(long pc, Trap trap) {
    last = "%s at %x, value %x".formatted(trap.title(), pc, trap.value());
  }
}

package trapeze.fuzz;

import java.util.List;
import java.util.stream.Collectors;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.laws.Altered;
import trapeze.laws.Guest;
import trapeze.laws.Program;
import trapeze.laws.ReferenceHart;
import trapeze.laws.Runs;
import trapeze.machine.engine.Tracer;

/**
 * The first step at which two machines part, if they do when they are run a step at a time.
 *
 * @param step its number; -1 if there is none
 * @param what the instruction, or the trap
 * @param where the address it stood at
 * @param fields that differ behind it
 * @param before x1 to x31 before it, and the mode
 */
record FirstStep(long step, String what, long where, List<String> fields, String before) {

  /** Notes what the last step was. */
  private static final class Last implements Tracer {
    private String what = "nothing";

    @Override
    public void retired(long pc, long packed) {
      what = Altered.name(packed);
    }

    @Override
    public void trapped(long pc, Trap trap) {
      what = trap.title();
    }
  }

  static FirstStep find(Machine watched, Machine other, Program program) {
    try (Runs runs = Machine.runs(program)) {
      Guest first = watched.loader().load(runs, program);
      Guest second = other.loader().load(runs, program);
      Last last = new Last();
      if (first.hart() instanceof ReferenceHart reference) {
        reference.watch(last);
      } else {
        first.hart().trace(last);
      }
      while (!first.isOver() && first.board().steps() < Runs.STEPS) {
        HartState before = first.hart().state.copy();
        first.run(1);
        second.run(1);
        List<String> fields = second.hart().state.differences(first.hart().state);
        if (!fields.isEmpty()) {
          return new FirstStep(
              first.board().steps(), last.what, before.pc, fields, registers(before));
        }
      }
    } catch (RuntimeException | AssertionError broken) {
      return new FirstStep(-1, "breaks down: " + broken, 0, List.of(), "");
    }
    return new FirstStep(-1, "none, when they are run a step at a time", 0, List.of(), "");
  }

  boolean isFound() {
    return step >= 0;
  }

  /** What it is about, without numbers. */
  String kind() {
    return fields.stream()
        .map(each -> each.substring(0, each.indexOf(':')))
        .map(each -> each.matches("[xf][0-9]+") ? each.substring(0, 1) : each)
        .distinct()
        .limit(3)
        .collect(Collectors.joining(", ", what + " -> ", ""));
  }

  private static String registers(HartState state) {
    String virtual = state.get(Rv64State.VIRTUAL) != 0 ? ", a guest's" : "";
    StringBuilder text =
        new StringBuilder("mode ").append(state.get(Rv64State.MODE)).append(virtual);
    for (int i = 1; i < 32; i++) {
      text.append(i % 8 == 1 ? "\n   " : " ").append(" x").append(i).append('=');
      text.append(Long.toHexString(state.x[i]));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return isFound()
        ? "first step that differs: %d, %s at %x\n  %s\n  before it: %s"
            .formatted(step, what, where, String.join("\n  ", fields), before)
        : "first step that differs: " + what;
  }
}

package trapeze.fuzz;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import trapeze.laws.ChoosingHart;
import trapeze.laws.Guest;
import trapeze.laws.Program;
import trapeze.laws.ReferenceHart;
import trapeze.laws.Runs;

/**
 * A machine whose steps are watched, and others that must do the same: state, steps and retired
 * instructions at each trap and at the end, console, all of memory.
 */
public final class MachinePair implements Pair {
  private final Machine watched;
  private final List<Machine> others;

  /** A machine, and those that are compared with it. */
  public MachinePair(Machine watched, List<Machine> others) {
    this.watched = watched;
    this.others = List.copyOf(others);
  }

  @Override
  public Verdict run(Program program, Coverage coverage) {
    try (Runs runs = Machine.runs(program)) {
      Guest first = watched.loader().load(runs, program);
      if (first.hart() instanceof ReferenceHart reference) {
        reference.watch(coverage.of(reference));
      } else {
        first.hart().trace(coverage.of(first.hart()));
      }
      watched.finish(first, program);
      for (Machine other : others) {
        Verdict verdict = compare(first, other, program, runs);
        if (!(verdict instanceof Verdict.Same)) {
          return verdict;
        }
      }
      return new Verdict.Same();
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      return brokenDown(watched, broken);
    }
  }

  private Verdict compare(Guest first, Machine other, Program program, Runs runs) {
    Guest second;
    try {
      second = other.run(runs, program);
    } catch (RuntimeException | StackOverflowError | AssertionError broken) {
      return brokenDown(other, broken);
    }
    String difference = second.differenceFrom(first);
    if (difference.isEmpty()) {
      return new Verdict.Same();
    }
    ChoosingHart choosing = choices(program);
    if (choosing.chosenAt() <= second.firstDifference(first)) {
      return new Verdict.Permitted(choosing.choice());
    }
    FirstStep step = FirstStep.find(watched, other, program);
    String kind = step.isFound() ? step.kind() : kindOf(difference);
    return new Verdict.Differs(
        "%s: %s".formatted(other.name(), kind),
        "%s against %s\n%s\n%s".formatted(other.name(), watched.name(), difference, step));
  }

  /** Where the manual leaves a choice in this program, if it does. */
  private static ChoosingHart choices(Program program) {
    try (Runs runs = Machine.runs(program)) {
      Guest guest = runs.bareUnfinished(program, ChoosingHart::new);
      guest.runUntil(Runs.STEPS, Runs.STEPS);
      return (ChoosingHart) guest.hart();
    }
  }

  private static Verdict brokenDown(Machine machine, Throwable broken) {
    String where =
        broken.getStackTrace().length == 0 ? "" : " at " + broken.getStackTrace()[0].toString();
    String trace =
        List.of(broken.getStackTrace()).stream()
            .limit(12)
            .map(each -> "    " + each)
            .collect(Collectors.joining("\n"));
    return new Verdict.Differs(
        "%s: breaks down, %s%s".formatted(machine.name(), broken.getClass().getSimpleName(), where),
        "%s: %s\n%s".formatted(machine.name(), Objects.toString(broken.getMessage(), ""), trace));
  }

  private static String kindOf(String difference) {
    return difference.startsWith("boundary")
        ? difference.replaceAll("[0-9a-f]{3,}|\\b[0-9]+\\b", "#")
        : difference.replaceAll("[0-9a-f]{4,}", "#");
  }
}

package trapeze.monitor.pg74.homomorphism;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Cause;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;
import trapeze.isa.theory.Coverage;
import trapeze.monitor.pg74.Method;

/**
 * The check that a monitor's VM map is a homomorphism on a machine, in every state of it: for each
 * operation with each operand, for the fetch of an instruction and the timer, and for taking each
 * trap.
 *
 * @param machine in the sizes' format
 * @param sizes of the real and the virtual memory
 * @param method what the monitor executes directly
 */
public record Homomorphism(ThirdGeneration machine, Sizes sizes, Method method) {
  /** The name of what happens before an instruction. */
  public static final String FETCH = "(fetch, timer)";

  /** The name of what happens after a trap. */
  public static final String TAKE = "(taking traps)";

  /** The check on a machine, whatever its own format. */
  public static Homomorphism of(ThirdGeneration machine, Sizes sizes, Method method) {
    return new Homomorphism(machine.in(sizes.format()), sizes, method);
  }

  /** One visit. */
  private record Task(String name, ThirdGeneration machine, Action action) {}

  /** What a visit has found. */
  private record Result(String name, Coverage coverage, long failures) {}

  /** Visits all states for everything that the machine does. */
  public Outcome check() {
    return check(machine.operations().stream().map(Operation::mnemonic).toList(), true, done -> {});
  }

  /**
   * Visits all states, for several things at a time.
   *
   * @param mnemonics of the operations to check
   * @param steps whether to check fetches, the timer and the taking of traps too
   * @param progress is told now and then, on any thread, which fraction of the visits is done
   */
  public Outcome check(List<String> mnemonics, boolean steps, DoubleConsumer progress) {
    List<Task> tasks = new ArrayList<>();
    if (steps) {
      tasks.add(new Task(FETCH, machine.only(), new Action.Step()));
      Stream.of(Cause.values())
          .map(cause -> new Task(TAKE, machine, new Action.Take(new Trapped(cause, 0))))
          .forEach(tasks::add);
    }
    mnemonics.forEach(mnemonic -> tasks.addAll(tasks(mnemonic)));
    AtomicInteger done = new AtomicInteger();
    List<Result> results =
        tasks.parallelStream()
            .map(
                task -> {
                  Result result = run(task);
                  progress.accept((double) done.incrementAndGet() / tasks.size());
                  return result;
                })
            .toList();
    return new Outcome(
        tasks.stream().map(Task::name).distinct().map(name -> together(name, results)).toList());
  }

  private List<Task> tasks(String mnemonic) {
    Operation operation =
        machine.operations().stream()
            .filter(each -> each.mnemonic().equals(mnemonic))
            .findFirst()
            .orElseThrow();
    List<Task> tasks = new ArrayList<>();
    int operands = operation.takesOperand() ? sizes.format().mostWords() : 1;
    for (int operand = 0; operand < operands; operand++) {
      tasks.add(new Task(mnemonic, machine, new Action.Execute(machine.encode(mnemonic, operand))));
    }
    return tasks;
  }

  private Result run(Task task) {
    Search search = new Search(task.machine, sizes, method, task.action);
    return new Result(task.name, search.run(), search.failures());
  }

  private Finding together(String name, List<Result> results) {
    List<Result> mine = results.stream().filter(each -> each.name.equals(name)).toList();
    long failures = mine.stream().mapToLong(Result::failures).sum();
    return new Finding(
        name,
        mine.stream().map(Result::coverage).reduce(Coverage.NONE, Coverage::plus),
        failures,
        failures == 0 ? null : counterexample(name));
  }

  /**
   * The least counterexample in which the instruction is fetched from the guest's memory, which has
   * no other.
   */
  private @Nullable Counterexample counterexample(String name) {
    if (name.equals(FETCH) || name.equals(TAKE)) {
      return null;
    }
    ThirdGeneration alone = machine.only(name);
    Search search = new Search(alone, sizes, method, new Action.Step());
    search.run();
    Diagram diagram = search.counterexample();
    return diagram == null ? null : new Counterexample(alone, Objects.requireNonNull(diagram));
  }

  /**
   * What has come out for one operation.
   *
   * @param name its mnemonic, {@link #FETCH} or {@link #TAKE}
   * @param coverage how often both ways were gone, and for how many states that stands: those of
   *     the virtual machine and of the words around it, for each operand
   * @param failures runs of which the two ways did not meet
   * @param counterexample the least state in which they do not; none where a story would need more
   *     than one step
   */
  public record Finding(
      String name, Coverage coverage, long failures, @Nullable Counterexample counterexample) {
    /** Whether both ways always meet. */
    public boolean holds() {
      return failures == 0;
    }
  }

  /**
   * What has come out.
   *
   * @param findings an operation each
   */
  public record Outcome(List<Finding> findings) {
    public Outcome {
      findings = List.copyOf(findings);
    }

    /** Whether it is a homomorphism, as far as was checked. */
    public boolean holds() {
      return findings.stream().allMatch(Finding::holds);
    }

    /** How much was visited in all. */
    public Coverage coverage() {
      return findings.stream().map(Finding::coverage).reduce(Coverage.NONE, Coverage::plus);
    }
  }
}

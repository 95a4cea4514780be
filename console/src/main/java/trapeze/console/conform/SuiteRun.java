package trapeze.console.conform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;

/** Runs programs on several targets, some at a time, and hands out results in programs' order. */
public final class SuiteRun {
  private final List<Bench> benches;
  private final int jobs;

  /**
   * A run.
   *
   * @param benches one for each target
   * @param jobs runs at a time
   */
  public SuiteRun(List<Bench> benches, int jobs) {
    this.benches = List.copyOf(benches);
    this.jobs = jobs;
  }

  /** A verdict and the time that it took. */
  private record Timed(Verdict verdict, Duration time) {}

  /**
   * Runs them all.
   *
   * @param each is told of each result as soon as it and those before it are there
   */
  public List<Result> run(List<? extends Program> programs, Consumer<Result> each)
      throws InterruptedException {
    List<Result> results = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(jobs);
    try {
      Map<Program, Map<Target, Future<Timed>>> running = new LinkedHashMap<>();
      for (Program program : programs) {
        Map<Target, Future<Timed>> targets = new EnumMap<>(Target.class);
        for (Bench bench : benches) {
          targets.put(bench.target(), pool.submit(() -> timed(program, bench)));
        }
        running.put(program, targets);
      }
      for (Map.Entry<Program, Map<Target, Future<Timed>>> entry : running.entrySet()) {
        Result result = result(entry.getKey(), entry.getValue());
        results.add(result);
        each.accept(result);
      }
    } finally {
      pool.shutdownNow();
    }
    return results;
  }

  private static Result result(Program program, Map<Target, Future<Timed>> running)
      throws InterruptedException {
    Map<Target, Verdict> verdicts = new EnumMap<>(Target.class);
    Map<Target, Duration> times = new EnumMap<>(Target.class);
    for (Map.Entry<Target, Future<Timed>> entry : running.entrySet()) {
      Timed timed = get(entry.getValue());
      verdicts.put(entry.getKey(), timed.verdict());
      times.put(entry.getKey(), timed.time());
    }
    return new Result(program, verdicts, times);
  }

  private static Timed get(Future<Timed> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserError problem) {
        throw problem;
      }
      return new Timed(new Verdict.Failed("Trapeze itself failed: " + e.getCause()), Duration.ZERO);
    }
  }

  private static Timed timed(Program program, Bench bench) {
    Implementation implementation = bench.implementation();
    String reason = program.reasonToSkip(implementation);
    long start = System.nanoTime();
    Verdict verdict = reason != null ? new Verdict.Skipped(reason) : program.run(bench);
    return new Timed(verdict, Duration.ofNanos(System.nanoTime() - start));
  }
}

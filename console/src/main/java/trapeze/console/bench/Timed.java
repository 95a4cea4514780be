package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kernel on a platform: how long its runs are, and what they gave. */
public final class Timed {
  private final Kernel kernel;
  private final Platform platform;
  private final List<Double> samples = new ArrayList<>();
  private final List<Double> elapsed = new ArrayList<>();
  private @Nullable String problem;
  private long warm;
  private long iterations;
  private double instructions;
  private long operations;
  private long wall;

  Timed(Kernel kernel, Platform platform) {
    this.kernel = kernel;
    this.platform = platform;
  }

  /** The kernel. */
  public Kernel kernel() {
    return kernel;
  }

  /** The platform. */
  public Platform platform() {
    return platform;
  }

  /** Both their names. */
  public String name() {
    return kernel.name() + " on " + platform.name();
  }

  /** Iterations before those that were measured last. */
  public long warm() {
    return warm;
  }

  /** Iterations that were measured last. */
  public long iterations() {
    return iterations;
  }

  /** Instructions that an iteration retires; 0 where that is not known. */
  public double instructions() {
    return platform.isQemu() ? 0 : instructions;
  }

  /** Operations in an iteration. */
  public long operations() {
    return operations;
  }

  /** Why there are no times, if there are none. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Nanoseconds of CPU for an operation, if there are any times. */
  public synchronized Optional<Series> times() {
    return problem != null || samples.isEmpty()
        ? Optional.empty()
        : Optional.of(new Series(samples));
  }

  /** Nanoseconds on the clock for an operation, if there are any times. */
  public synchronized Optional<Series> elapsed() {
    return problem != null || elapsed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Series(elapsed));
  }

  /** Nanoseconds on the clock that the last run took. */
  long wall() {
    return wall;
  }

  void fail(BadRun why) {
    problem = why.getMessage();
  }

  /** Takes a run. */
  synchronized void add(Sample sample) {
    long done = sample.line().iterations();
    warm = sample.warm();
    iterations = done;
    operations = sample.line().operations();
    wall = sample.wall();
    instructions = (double) sample.line().instructions() / done;
    if (sample.nanoseconds() <= 0) {
      throw new BadRun("took no time that can be measured; give more --seconds");
    }
    double all = (double) done * operations * platform.guests();
    samples.add(sample.nanoseconds() / all);
    elapsed.add(sample.lap() / all);
  }
}

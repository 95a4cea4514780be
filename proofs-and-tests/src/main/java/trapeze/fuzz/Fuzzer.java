package trapeze.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InstructionSet;
import trapeze.laws.Draw;
import trapeze.laws.Mix;
import trapeze.laws.Mutation;
import trapeze.laws.Program;
import trapeze.laws.Programs;
import trapeze.laws.Shrinking;

/**
 * Draws programs, new ones and changed ones of the corpus, runs them on a pair of machines, keeps
 * those that reach new coverage, and makes those small that show a difference.
 */
final class Fuzzer {
  /** Runs that making a program small may take. */
  private static final int SHRINKING = 600;

  /** How long it may take: a pair may be slow, and there is more to find. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What to do.
   *
   * @param maker makes the pair, once a worker
   * @param mix what to draw
   * @param seed of chance: program n is drawn from the seed and n
   * @param jobs workers
   * @param count programs to run; the greatest long for no limit
   * @param time how long to run
   * @param stopAt kinds of differences after which to stop
   */
  record Plan(
      Pairing.Maker maker, Mix mix, long seed, int jobs, long count, Duration time, int stopAt) {}

  private final Plan plan;
  private final CoveragePoints points;
  private final Corpus corpus;
  private final Consumer<Finding> whenFound;
  private final Draw<Program> fresh;
  private final Mutation mutation;
  private final Map<String, Long> before;
  private final long first;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong programs = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();
  private final Map<String, Long> permitted = new TreeMap<>();
  private final Map<String, Long> departures = new TreeMap<>();
  private final Map<String, Long> differences = new TreeMap<>();
  private final Map<String, Finding> findings = new TreeMap<>();
  private final long began = System.nanoTime();
  private volatile boolean stopped;
  private volatile @Nullable Throwable failure;

  Fuzzer(Plan plan, InstructionSet set, Corpus corpus, Consumer<Finding> whenFound) {
    this.plan = plan;
    this.points = new CoveragePoints(set);
    this.corpus = corpus;
    this.whenFound = whenFound;
    this.fresh = Programs.programs(plan.mix);
    this.mutation = new Mutation(plan.mix);
    this.before = corpus.counts();
    this.first = before.getOrDefault("programs", 0L);
  }

  /** Makes the workers stop behind the program that they are at. */
  void stop() {
    stopped = true;
  }

  /**
   * Runs to a limit.
   *
   * @param every what to do with the progress, about once a second
   */
  void run(Consumer<Progress> every) throws InterruptedException {
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < plan.jobs; i++) {
      workers.add(Thread.ofPlatform().name("fuzz-" + i).start(this::work));
    }
    long saved = System.nanoTime();
    for (Thread worker : workers) {
      while (!worker.join(Duration.ofSeconds(1))) {
        every.accept(progress());
        if (System.nanoTime() - saved > Duration.ofSeconds(30).toNanos()) {
          corpus.save(counts());
          saved = System.nanoTime();
        }
      }
    }
    corpus.save(counts());
    Throwable failed = failure;
    if (failed instanceof RuntimeException problem) {
      throw problem;
    }
    if (failed instanceof Error problem) {
      throw problem;
    }
  }

  private void work() {
    Pair pair = null;
    try {
      pair = plan.maker.make();
      Coverage coverage = new Coverage(points);
      while (!isOver()) {
        long number = first + next.getAndIncrement();
        if (number - first >= plan.count) {
          return;
        }
        one(pair, coverage, number);
      }
    } catch (RuntimeException | Error problem) {
      failure = problem;
      stopped = true;
    } finally {
      if (pair != null) {
        noteDepartures(pair);
        pair.close();
      }
    }
  }

  private boolean isOver() {
    return stopped || System.nanoTime() - began >= plan.time.toNanos();
  }

  private void one(Pair pair, Coverage coverage, long number) {
    SplittableRandom random =
        new SplittableRandom(new SplittableRandom(plan.seed).nextLong() + number);
    Program program = drawn(random);
    coverage.clear();
    Verdict verdict = pair.run(program, coverage);
    programs.incrementAndGet();
    steps.addAndGet(coverage.steps());
    corpus.note(program, coverage);
    switch (verdict) {
      case Verdict.Same _ -> {}
      case Verdict.Permitted(String why) -> count(permitted, why);
      case Verdict.Differs differs -> differs(pair, program, differs, number);
    }
  }

  private Program drawn(SplittableRandom random) {
    Optional<Program> known = random.nextBoolean() ? corpus.any(random) : Optional.empty();
    return known
        .map(each -> mutation.of(each, corpus.any(random).orElse(each), random))
        .orElseGet(() -> fresh.from(random));
  }

  private static void count(Map<String, Long> counts, String what) {
    synchronized (counts) {
      counts.merge(what, 1L, Long::sum);
    }
  }

  private void differs(Pair pair, Program program, Verdict.Differs differs, long number) {
    boolean isNew;
    synchronized (differences) {
      isNew = differences.merge(differs.kind(), 1L, Long::sum) == 1;
    }
    if (!isNew) {
      return;
    }
    Coverage nobody = new Coverage(points);
    long end = System.nanoTime() + PATIENCE.toNanos();
    Program small =
        Shrinking.shrink(
            program,
            each ->
                !stopped
                    && System.nanoTime() < end
                    && pair.run(each, nobody) instanceof Verdict.Differs other
                    && other.kind().equals(differs.kind()),
            SHRINKING);
    Verdict again = pair.run(small, nobody);
    String text = again instanceof Verdict.Differs still ? still.text() : differs.text();
    Finding finding = new Finding(differs.kind(), small, text, number);
    synchronized (findings) {
      findings.put(finding.kind(), finding);
      whenFound.accept(finding);
      stopped |= findings.size() >= plan.stopAt;
    }
  }

  private void noteDepartures(Pair pair) {
    synchronized (departures) {
      pair.departures().forEach((what, many) -> departures.merge(what, many, Long::sum));
    }
  }

  /** Counts of all runs of this corpus. */
  Map<String, Long> counts() {
    Progress now = progress();
    Map<String, Long> all = new HashMap<>(before);
    all.merge("programs", now.programs(), Long::sum);
    all.merge("steps", now.steps(), Long::sum);
    all.merge("seconds", now.time().toSeconds(), Long::sum);
    all.merge("differences", now.differences(), Long::sum);
    all.merge("permitted", now.permitted(), Long::sum);
    return all;
  }

  Progress progress() {
    long permittedNow;
    synchronized (permitted) {
      permittedNow = permitted.values().stream().mapToLong(each -> each).sum();
    }
    long differing;
    synchronized (differences) {
      differing = differences.values().stream().mapToLong(each -> each).sum();
    }
    int kinds;
    synchronized (findings) {
      kinds = findings.size();
    }
    return new Progress(
        programs.get(),
        steps.get(),
        Duration.ofNanos(System.nanoTime() - began),
        corpus.size(),
        permittedNow,
        kinds,
        differing,
        points.summary(corpus.seen()));
  }

  /** What was found, by kind. */
  Map<String, Finding> findings() {
    synchronized (findings) {
      return new TreeMap<>(findings);
    }
  }

  /** How many programs showed each kind. */
  Map<String, Long> differences() {
    synchronized (differences) {
      return new TreeMap<>(differences);
    }
  }

  /** What the manual leaves, and how many programs showed it. */
  Map<String, Long> permitted() {
    synchronized (permitted) {
      return new TreeMap<>(permitted);
    }
  }

  /** Known departures of a machine, and how often they were met. */
  Map<String, Long> departures() {
    synchronized (departures) {
      return new TreeMap<>(departures);
    }
  }
}

package trapeze.console.litmus.run;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import trapeze.console.litmus.LitmusTest;
import trapeze.console.litmus.Outcome;
import trapeze.machine.board.HartFactory;

/**
 * Runs litmus tests.
 *
 * @param platform on what
 * @param factory the real machine's harts
 * @param seed of all that is random
 */
public record Runner(Platform platform, HartFactory factory, long seed) {
  /** Instances of a batch where turns differ from batch to batch. */
  private static final int FEW = 256;

  private static final int[] TURNS = {1, 2, 3, 5, 7, 11, 17, 29};

  /**
   * Runs a test.
   *
   * @param instances how often
   * @return how often each outcome came
   * @throws InterruptedException if the calling thread is interrupted
   */
  public SortedMap<Outcome, Long> run(LitmusTest test, long instances) throws InterruptedException {
    SortedMap<Outcome, Long> counts = new TreeMap<>();
    Random random = new Random(seed ^ test.name().hashCode());
    int most = platform.takesTurns() ? FEW : TestGuest.most(test);
    for (long left = instances, batch = 0; left > 0; left -= most, batch++) {
      int size = (int) Math.min(left, most);
      int turn = TURNS[(int) (batch % TURNS.length)];
      trapeze.machine.board.Outcome end =
          platform.run(
              test.threads().size(),
              factory,
              turn,
              (board, run) -> {
                TestGuest guest = new TestGuest(test, size, board, random);
                trapeze.machine.board.Outcome outcome = run.toItsEnd();
                guest.forEachOutcome(found -> counts.merge(found, 1L, Long::sum));
                return outcome;
              });
      if (!end.equals(new trapeze.machine.board.Outcome.Ended(0))) {
        throw new IllegalStateException("%s did not end well: %s".formatted(test.name(), end));
      }
    }
    return counts;
  }
}

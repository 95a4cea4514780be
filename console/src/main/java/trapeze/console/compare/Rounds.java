package trapeze.console.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs all cells once, then all of them once more, as often as there are rounds: whatever slows the
 * host down for a while does so to all setups.
 */
public final class Rounds {
  private final Bench bench;
  private final ResultStore store;
  private final Fingerprint fingerprint;

  /** Is told how far the run has come. */
  public interface Listener {
    /**
     * A run was made, or found in the store.
     *
     * @param runsDone of all rounds of all cells
     * @param runs of all rounds of all cells
     * @param kept whether it was found, and cost no time
     */
    void done(CellResult result, int runsDone, int runs, boolean kept);
  }

  /** Rounds that keep their results in a store. */
  public Rounds(Bench bench, ResultStore store) {
    this.bench = bench;
    this.store = store;
    this.fingerprint = new Fingerprint(bench.engine());
  }

  /**
   * Runs what is not in the store.
   *
   * @return a result for each cell, in the cells' order
   * @throws InterruptedException if the thread is interrupted; what was done is kept
   */
  public List<CellResult> run(List<Cell> cells, int rounds, Listener listener)
      throws InterruptedException {
    int done = 0;
    for (int round = 1; round <= rounds; round++) {
      for (Cell cell : cells) {
        done++;
        String print = fingerprint.of(cell.workload());
        Optional<CellResult> before = store.find(cell, print);
        if (before.isPresent() && before.get().rounds() >= round) {
          listener.done(before.get(), done, rounds * cells.size(), true);
          continue;
        }
        Measurement measured = bench.run(cell);
        CellResult result =
            before
                .map(earlier -> earlier.and(measured))
                .orElseGet(() -> CellResult.of(cell, print, measured));
        store.keep(cell, result);
        listener.done(result, done, rounds * cells.size(), false);
      }
    }
    List<CellResult> results = new ArrayList<>();
    for (Cell cell : cells) {
      results.add(store.find(cell, fingerprint.of(cell.workload())).orElseThrow());
    }
    return results;
  }
}

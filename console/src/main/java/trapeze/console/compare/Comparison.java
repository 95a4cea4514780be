package trapeze.console.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import trapeze.console.compare.model.CostModel;

/**
 * What a run of the matrix found, and what it is read with.
 *
 * @param results of all cells, a workload's together
 * @param model that makes cycles of counts
 * @param engine that executed the guests
 * @param command that reproduces it
 */
public record Comparison(
    List<CellResult> results, CostModel model, EngineChoice engine, String command) {
  public Comparison {
    results = List.copyOf(results);
  }

  /** What its times are, in a sentence. */
  public String words() {
    return "Times are CPU time of the thread that runs the guest, by %s; what other threads do is not"
            .formatted(engine)
        + " in them.";
  }

  /** Results by workload and setup, in the order in which they were asked for. */
  public SequencedMap<String, SequencedMap<String, CellResult>> byWorkload() {
    SequencedMap<String, SequencedMap<String, CellResult>> all = new LinkedHashMap<>();
    for (CellResult result : results) {
      all.computeIfAbsent(result.workload(), _ -> new LinkedHashMap<>())
          .put(result.setup(), result);
    }
    return all;
  }

  /** A workload's counts by setup. */
  public SequencedMap<String, Counts> counts(String workload) {
    SequencedMap<String, Counts> all = new LinkedHashMap<>();
    for (CellResult result : results) {
      if (result.workload().equals(workload)) {
        all.put(result.setup(), result.counts());
      }
    }
    return all;
  }

  /** Whatever a user must know before he believes any of it: a line each. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>();
    for (CellResult result : results) {
      if (!result.good()) {
        lines.add(
            "%s: the guest %s, which is not how it should end"
                .formatted(result.name(), result.end()));
      }
      result.contradictions().forEach(line -> lines.add(result.name() + ": " + line));
    }
    byWorkload()
        .forEach(
            (workload, row) -> {
              CellResult bare = row.get(Setup.BARE);
              for (CellResult result : row.values()) {
                if (bare != null && result.console() != bare.console()) {
                  lines.add(
                      "%s: the guest's console shows something else than on the bare machine"
                          .formatted(result.name()));
                }
              }
            });
    return lines;
  }
}

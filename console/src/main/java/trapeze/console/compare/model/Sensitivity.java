package trapeze.console.compare.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.console.compare.Counts;

/** What becomes of an answer when one cost of the model is halved or doubled. */
public final class Sensitivity {
  private static final List<Double> FACTORS = List.of(0.5, 2.0);

  private Sensitivity() {}

  /**
   * Two setups change places.
   *
   * @param parameter whose cost was changed
   * @param factor by how much
   * @param faster the setup that is the cheaper one in the model as it stands
   * @param slower the one that becomes cheaper
   */
  public record Flip(String parameter, double factor, String faster, String slower) {}

  /**
   * How far a setup's cycles move.
   *
   * @param halved cycles with half the cost, over those of the model as it stands
   * @param doubled the same with twice the cost
   */
  public record Swing(String parameter, double halved, double doubled) {}

  /**
   * Which setups change places on one workload.
   *
   * @param counts of that workload by setup
   */
  public static List<Flip> flips(CostModel model, Map<String, Counts> counts) {
    List<Flip> flips = new ArrayList<>();
    List<String> setups = List.copyOf(counts.keySet());
    for (String parameter : model.costs().keySet()) {
      for (double factor : FACTORS) {
        CostModel other = model.scaled(parameter, factor);
        for (int i = 0; i < setups.size(); i++) {
          for (int j = 0; j < setups.size(); j++) {
            Counts first = counts.get(setups.get(i));
            Counts second = counts.get(setups.get(j));
            if (first != null
                && second != null
                && model.cycles(first) < model.cycles(second)
                && other.cycles(first) > other.cycles(second)) {
              flips.add(new Flip(parameter, factor, setups.get(i), setups.get(j)));
            }
          }
        }
      }
    }
    return flips;
  }

  /** How far one setup's cycles move with each cost, the widest first; only where they do. */
  public static List<Swing> swings(CostModel model, Counts counts) {
    double usual = model.cycles(counts);
    List<Swing> swings = new ArrayList<>();
    for (String parameter : model.contributions(counts).keySet()) {
      swings.add(
          new Swing(
              parameter,
              model.scaled(parameter, FACTORS.getFirst()).cycles(counts) / usual,
              model.scaled(parameter, FACTORS.getLast()).cycles(counts) / usual));
    }
    swings.sort((a, b) -> Double.compare(b.doubled() - b.halved(), a.doubled() - a.halved()));
    return swings;
  }
}

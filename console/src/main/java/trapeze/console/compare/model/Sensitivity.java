package trapeze.console.compare.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import trapeze.console.compare.Counts;

/** What becomes of an answer when one cost of the model is halved or doubled. */
public final class Sensitivity {
  private static final double LOWEST = 0.5;
  private static final double HIGHEST = 2;

  private Sensitivity() {}

  /**
   * Two setups change places.
   *
   * @param parameter whose cost was changed
   * @param factor so many times as high is the cost at which both are as dear
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
   * Which setups change places on one workload before one cost is halved or doubled. Cycles are
   * linear in each cost, so where they do is exact.
   *
   * @param counts of that workload by setup
   */
  public static List<Flip> flips(CostModel model, Map<String, Counts> counts) {
    List<Flip> flips = new ArrayList<>();
    counts.forEach(
        (cheap, first) ->
            counts.forEach(
                (dear, second) -> {
                  double between = model.cycles(second) - model.cycles(first);
                  if (between > 0) {
                    Map<String, Double> ofFirst = model.contributions(first);
                    Map<String, Double> ofSecond = model.contributions(second);
                    for (String parameter : model.costs().keySet()) {
                      double slope =
                          ofFirst.getOrDefault(parameter, 0.0)
                              - ofSecond.getOrDefault(parameter, 0.0);
                      double factor = 1 + between / slope;
                      if (slope != 0 && factor > LOWEST && factor < HIGHEST) {
                        flips.add(new Flip(parameter, factor, cheap, dear));
                      }
                    }
                  }
                }));
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
              model.scaled(parameter, LOWEST).cycles(counts) / usual,
              model.scaled(parameter, HIGHEST).cycles(counts) / usual));
    }
    swings.sort((a, b) -> Double.compare(b.doubled() - b.halved(), a.doubled() - a.halved()));
    return swings;
  }
}

package trapeze.console.compare;

import java.util.ArrayList;
import java.util.List;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** The setups that there are for some values of the knobs. */
public final class Setups {
  private Setups() {}

  /**
   * The bare machine first, then each design with each combination of knobs.
   *
   * @param policies of shadow page tables
   * @param paging MODEs of the widest translation that guests are offered
   * @param depths monitors one on the other
   */
  public static List<Setup> all(List<Policy> policies, List<Integer> paging, List<Integer> depths) {
    List<Setup> setups = new ArrayList<>();
    for (int widest : paging) {
      setups.add(Setup.bare(widest));
      for (int depth : depths) {
        for (Design design : Designs.all()) {
          for (Policy policy : policies) {
            Setup setup = new Setup(design.title(), policy, widest, depth);
            if (setup.hasPolicy() && policy.protectsTables() && !design.protectsTables()) {
              continue;
            }
            if (setup.hasPolicy() || policy.equals(policies.getFirst())) {
              setups.add(setup.hasPolicy() ? setup : setup.with(Policy.CACHED));
            }
          }
        }
      }
    }
    return setups;
  }
}

package trapeze.monitor.patching;

import java.util.List;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.Place;

/**
 * Trap-and-emulate, with stubs in the place of what the guest's kernel traps on often. A guest has
 * one hart: another would have to be stopped whenever its neighbour's code is patched.
 */
public final class Patching implements Design {
  /** Times that an instruction traps before it is patched. */
  public static final int USUAL_THRESHOLD = 64;

  /**
   * Instructions that the real hart executes for one of the guest's, at most, whatever the guest
   * makes of the page that its stubs count in: no stub has more.
   */
  public static final int MOST_REAL_STEPS = 128;

  private final int threshold;

  /** The design with the usual threshold. */
  public Patching() {
    this(USUAL_THRESHOLD);
  }

  /**
   * The design with another threshold.
   *
   * @param threshold times that an instruction traps before it is patched; at least 1
   */
  public Patching(int threshold) {
    this.threshold = threshold;
  }

  @Override
  public String title() {
    return "patching";
  }

  @Override
  public String summary() {
    return "as trap-emulate; instructions that trap often become jumps to stubs";
  }

  @Override
  public List<Fixed> configuration() {
    return Deprivileging.CONFIGURATION;
  }

  @Override
  public int mostHarts() {
    return 1;
  }

  @Override
  public Execution execution(Place place) {
    return new PatchedExecution(place, new Patches(place, threshold));
  }
}

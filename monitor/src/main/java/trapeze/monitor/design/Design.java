package trapeze.monitor.design;

import java.util.List;
import java.util.Optional;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.machine.board.Implementation;

/**
 * A way of having guests executed by real hardware. Guests of different designs share real harts.
 */
public interface Design {

  /** Its name, as people write it: lower case, a hyphen between words. */
  String title();

  /** What it is, in a line. */
  String summary();

  /** What the real hart walks for its guests' addresses. */
  default Translation translation() {
    return Translation.SHADOW;
  }

  /** This design with another translation, if it can have that. */
  default Optional<Design> with(Translation other) {
    return other == translation() ? Optional.of(this) : Optional.empty();
  }

  /**
   * What a real hart's control registers hold while it executes guests of this design, as far as
   * they are not zero and not projected. They are set whenever the hart comes from another design.
   */
  List<Fixed> configuration();

  /** Whether its shadow tables can do with the policy that protects the guest's tables. */
  default boolean protectsTables() {
    return false;
  }

  /** How many harts a guest of this design may have. */
  default int mostHarts() {
    return Integer.MAX_VALUE;
  }

  /**
   * What the real machine lacks to execute a guest by this design, in words; empty if nothing.
   *
   * @param guest what the guest's own machine is to be like
   */
  default String lacks(Implementation real, Implementation guest) {
    return "";
  }

  /** How a virtual hart is executed; it has not started yet. */
  Execution execution(Place place);
}

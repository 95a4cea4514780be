package trapeze.console.compare;

import java.util.EnumSet;
import java.util.Set;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.translate.Translation;

/**
 * What executes guests while they are compared. Counts are the same with all of them, but for what
 * an optimisation saves the monitor.
 *
 * @param translation when the real machine translates
 * @param leftOut optimisations that are not there
 */
public record EngineChoice(Translation translation, Set<Optimisation> leftOut) {
  public EngineChoice {
    leftOut = leftOut.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(leftOut));
  }

  /** As properties say. */
  public static EngineChoice usual() {
    return of(Translation.ofProperty());
  }

  /** This tier, with what properties leave out. */
  public static EngineChoice of(Translation translation) {
    return new EngineChoice(translation, Optimisation.leftOut());
  }

  /** In words, such as {@code the engine's interpreter}. */
  @Override
  public String toString() {
    String tier = translation == Translation.OFF ? "interpreter" : "translator";
    return "the engine's %s%s"
        .formatted(tier, leftOut.isEmpty() ? "" : " without " + Optimisation.list(leftOut));
  }
}

package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.translate.TranslatedCode;

/** A place in a page that execution comes to other than from the instruction before. */
final class Head {
  /** How often execution came here and was not translated. */
  int visits;

  /** What executes from here on, if it has been made. */
  @Nullable TranslatedCode code;

  /** Whether nothing can be made of it. */
  boolean isHopeless;
}

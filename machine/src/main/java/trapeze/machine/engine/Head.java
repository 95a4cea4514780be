package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;

/** A place in a page that execution comes to other than from the instruction before. */
final class Head {
  /** How often execution came here and was not translated, as far as it was counted. */
  int visits;

  /** What executes from here on, if it has been made. */
  @Nullable Installed code;

  /** Which page of that code's span this is in. */
  int page;

  /** Whether nothing can be made of it. */
  boolean isHopeless;
}

package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;

/**
 * Which decoded pages a hart executes often: where it is found every so many steps. Only in those
 * is it worth looking at places one by one.
 *
 * <p>To compile a region costs HotSpot about what the interpreter needs for twenty million
 * instructions, so a page that has not been found often would not pay. A boot goes through hundreds
 * of pages, and stays in few of them.
 */
final class WarmPages {
  /** Steps from one look to the next. */
  private static final int PERIOD = 1 << 14;

  /** Looks that find a page before it is warm: eight million steps. */
  private static final int OFTEN = 512;

  private static final boolean IS_ON = Optimisation.WARM_PAGES.isOn();

  private long nextLook = Long.MAX_VALUE;

  /** Whether pages are found to be warm; otherwise all are from the start. */
  static boolean areFound() {
    return IS_ON;
  }

  /** Begins to look, or looks no more. */
  void look(boolean wanted, long steps) {
    nextLook = wanted ? steps + PERIOD : Long.MAX_VALUE;
  }

  /** Steps until the next look, at least 1. */
  long untilLook(long steps) {
    return Math.max(nextLook - steps, 1);
  }

  /** Whether it is time to look. */
  boolean isDue(long steps) {
    return steps >= nextLook;
  }

  /**
   * Notes that execution was found in a page, or where there is none; says whether there is one
   * that is to be warm now and was not before.
   */
  boolean found(@Nullable CodePage page, long steps) {
    nextLook = steps + PERIOD;
    return page != null && !page.isWarm && ++page.timesFound >= OFTEN;
  }
}

package trapeze.machine.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Which marks the loop does not stop at for a while. A stop takes as long as some instructions, and
 * a kernel comes to marks all the time: so visits are counted in one step of sixteen, and between
 * two such spans a place is stopped at once.
 */
final class RestingMarks {
  /** What a visit counts for that is counted. */
  static final int WEIGHT = 16;

  /** In steps, as the next. */
  private static final int COUNTED = 1 << 16;

  private static final int NOT_COUNTED = (WEIGHT - 1) * COUNTED;

  private record Resting(CodePage page, int slot) {}

  private final List<Resting> resting = new ArrayList<>();
  private boolean isCounting;
  private long end;

  /** Whether visits are counted now. */
  boolean isCounting() {
    return isCounting;
  }

  /** Takes the mark at a slot away until visits are counted again. */
  void rest(CodePage page, int slot) {
    page.unmark(slot);
    resting.add(new Resting(page, slot));
  }

  /** The pages are no more, and nothing of them is to be held here. */
  void forget() {
    resting.clear();
  }

  /** Whether a span is over, after this many steps of the hart's. */
  boolean isOver(long steps) {
    return steps >= end;
  }

  /** Begins the next span. */
  void goOn(long steps) {
    isCounting = !isCounting;
    end = steps + (isCounting ? COUNTED : NOT_COUNTED);
    if (isCounting) {
      resting.forEach(each -> each.page.markAgain(each.slot));
      resting.clear();
    }
  }
}

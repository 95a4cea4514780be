package trapeze.machine.engine;

import java.util.Arrays;

/**
 * How many references to page-table entries a hart's walks have made, by the stage whose table it
 * was. With no cache in the way, a walk of {@code n} levels makes {@code n}, and one of {@code n}
 * levels whose tables are reached through {@code m} others makes {@code (n + 1)(m + 1) - 1};
 * setting A and D makes one more. A cache-block instruction counts one more too, by which it finds
 * that there is memory.
 */
public final class WalkReferences implements WalkListener {
  private final long[] byStage = new long[3];

  @Override
  public void begins() {}

  @Override
  public void refers(long address, int stage) {
    byStage[stage]++;
  }

  /** References by {@code satp}, where there is no guest. */
  public long singleStage() {
    return byStage[0];
  }

  /** References to guests' own tables. */
  public long virtualStage() {
    return byStage[1];
  }

  /** References to the tables behind guest-physical addresses. */
  public long guestStage() {
    return byStage[2];
  }

  /** All of them. */
  public long total() {
    return byStage[0] + byStage[1] + byStage[2];
  }

  /** Starts from nothing again. */
  public void clear() {
    Arrays.fill(byStage, 0);
  }
}

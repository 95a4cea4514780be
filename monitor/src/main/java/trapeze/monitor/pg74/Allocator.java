package trapeze.monitor.pg74;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.lang3.Validate;
import trapeze.machine.pg74.Machine;

/**
 * The paper's allocator: who has which words of the machine beneath. First fit; regions never
 * overlap, and never hold the control program's own two words, where that machine's traps go.
 */
public final class Allocator {
  private final long size;
  private final List<Region> taken = new ArrayList<>();

  /** An allocator of a memory of so many words. */
  public Allocator(long size) {
    this.size = size;
  }

  /**
   * Gives a region.
   *
   * @throws OutOfRealMemory if no gap is large enough
   */
  public Region take(long words) {
    Validate.isTrue(words >= 0, "a region of %d words", words);
    long largest = 0;
    long start = Machine.FIRST;
    for (int i = 0; i <= taken.size(); i++) {
      long end = i < taken.size() ? taken.get(i).base() : size;
      if (words <= end - start) {
        Region region = new Region(start, words);
        taken.add(i, region);
        return region;
      }
      largest = Math.max(largest, end - start);
      start = i < taken.size() ? taken.get(i).end() : start;
    }
    throw new OutOfRealMemory(words, largest);
  }

  /** Takes a region back. */
  public void give(Region region) {
    Validate.isTrue(taken.remove(region), "%s was not taken", region);
  }

  /** What is taken, by address. */
  public List<Region> taken() {
    return taken.stream().sorted(Comparator.comparingLong(Region::base)).toList();
  }
}
